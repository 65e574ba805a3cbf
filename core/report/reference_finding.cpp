// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/report/detection_figures.h"
#include "core/report/format.h"

namespace pwb::report {
namespace {

std::optional<std::int64_t> foundOf(const EngineResult* engine, std::size_t label, std::size_t bucket) {
    if (!engine) return std::nullopt;
    const auto sizes = sizesOf(*engine, static_cast<int>(label));
    if (bucket >= sizes.size() || !sizes[bucket].recall) return std::nullopt;
    return std::llround(*sizes[bucket].recall * static_cast<double>(sizes[bucket].objects));
}

/// Of one class and bucket; nothing without objects.
std::optional<ReferenceFinding> findingOf(const ReportDocument& document, std::size_t label,
                                          std::size_t bucket) {
    const EngineResult* fp32 = document.engine("fp32");
    const auto before = foundOf(fp32, label, bucket);
    const auto after = foundOf(evaluatedReference(document), label, bucket);
    if (!before || !after) return std::nullopt;
    return ReferenceFinding{label,
                            evaluate::kSizeRanges[bucket],
                            sizesOf(*fp32, static_cast<int>(label))[bucket].objects,
                            *before,
                            *after,
                            foundOf(document.engine("int8"), label, bucket)};
}

std::string sizeWords(const evaluate::SizeRange& range, const base::Words& words) {
    const bool below = range.lo <= 0, above = range.name.front() == '>';
    return words.text(base::Message{below   ? "report.below_px"
                                    : above ? "report.above_px"
                                            : "report.between_px",
                                    {{"lo", fixedText(range.lo, 0)}, {"hi", fixedText(range.hi, 0)}}});
}

}  // namespace

std::optional<ReferenceFinding> referenceFinding(const ReportDocument& document) {
    const EngineResult* fp32 = document.engine("fp32");
    if (!fp32 || !evaluatedReference(document)) return std::nullopt;
    std::optional<ReferenceFinding> worst, largest;
    for (std::size_t bucket = 0; bucket < evaluate::kPixelBuckets && !worst; ++bucket)
        for (std::size_t label = 0; label < fp32->detection->perClass.size(); ++label) {
            const auto one = findingOf(document, label, bucket);
            if (!one) continue;
            if (!largest || one->objects > largest->objects) largest = one;
            if (one->objects < kEnoughObjects) continue;
            const auto share = [](const ReferenceFinding& of) {
                return static_cast<double>(of.lost()) / static_cast<double>(of.objects);
            };
            if (!worst || share(*one) > share(*worst)) worst = one;
        }
    return worst ? worst : largest;
}

std::string findingText(const ReferenceFinding& finding, const ReportDocument& document,
                        const base::Words& words) {
    const EngineResult* int8 = document.engine("int8");
    const std::string code = finding.lost() > 0 ? "report.reference_loses" : "report.reference_holds";
    return words.text(
        base::Message{finding.int8 ? code : code + "_alone",
                      {{"objects", countText(finding.objects)},
                       {"class", document.className(static_cast<std::int64_t>(finding.label))},
                       {"size", sizeWords(finding.range, words)},
                       {"fp32", countText(finding.fp32)},
                       {"engine", int8 ? document.nameOf(*int8) : std::string()},
                       {"int8", countText(finding.int8.value_or(0))},
                       {"plain", countText(finding.reference)},
                       {"fewer", countText(std::abs(finding.lost()))}}});
}

}  // namespace pwb::report
