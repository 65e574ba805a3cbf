// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/format.h"
#include "core/result/detection_figures.h"

namespace pwb::result {
namespace {

using Finding = ReferenceFinding;

std::optional<Finding::Engine> figuresOf(const EngineResult* engine, std::size_t label, std::size_t bucket) {
    if (!engine) return std::nullopt;
    const auto sizes = sizesOf(*engine, static_cast<int>(label));
    if (bucket >= sizes.size() || !sizes[bucket].ap50) return std::nullopt;
    const evaluate::DetectionClass& all = *classOf(*engine, label);
    return Finding::Engine{
        *sizes[bucket].ap50,
        std::llround(sizes[bucket].recall.value_or(0) * static_cast<double>(sizes[bucket].objects)),
        all.detections - all.found};
}

// Of one class and bucket; nothing without objects.
std::optional<Finding> findingOf(const RunResult& document, std::size_t label, std::size_t bucket) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    const auto before = figuresOf(fp32, label, bucket);
    const auto after = figuresOf(evaluatedReference(document), label, bucket);
    if (!before || !after) return std::nullopt;
    return Finding{label,
                   evaluate::kSizeRanges[bucket],
                   sizesOf(*fp32, static_cast<int>(label))[bucket].objects,
                   *before,
                   *after,
                   figuresOf(document.engine(base::Precision::Int8), label, bucket)};
}

std::string sizeWords(const evaluate::SizeRange& range, const base::Words& words) {
    const bool below = range.lo <= 0, above = range.name.front() == '>';
    return words.text(
        base::Message{below   ? "report.below_px"
                      : above ? "report.above_px"
                              : "report.between_px",
                      {{"lo", base::fixedText(range.lo, 0)}, {"hi", base::fixedText(range.hi, 0)}}});
}

}  // namespace

std::optional<ReferenceFinding> referenceFinding(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (!fp32 || !evaluatedReference(document)) return std::nullopt;
    std::optional<ReferenceFinding> worst, largest;
    for (std::size_t bucket = 0; bucket < evaluate::kPixelBuckets && !worst; ++bucket)
        for (std::size_t label = 0; label < fp32->detection->perClass.size(); ++label) {
            const auto one = findingOf(document, label, bucket);
            if (!one) continue;
            if (!largest || one->objects > largest->objects) largest = one;
            if (one->objects < kEnoughObjects) continue;
            if (!worst || one->lost() > worst->lost()) worst = one;
        }
    return worst ? worst : largest;
}

std::string findingText(const ReferenceFinding& finding, const RunResult& document,
                        const base::Words& words) {
    const EngineResult* int8 = document.engine(base::Precision::Int8);
    const auto percent = [](double share) { return base::fixedText(100 * share, 1); };
    const Finding::Engine own = finding.int8.value_or(Finding::Engine{});
    const std::vector<std::pair<std::string, std::string>> args = {
        {"points", percent(finding.lost())},
        {"objects", base::countText(finding.objects)},
        {"class", document.className(static_cast<std::int64_t>(finding.label))},
        {"size", sizeWords(finding.range, words)},
        {"engine", int8 ? document.nameOf(*int8) : std::string()},
        {"fp32_ap", percent(finding.fp32.ap50)},
        {"int8_ap", percent(own.ap50)},
        {"plain_ap", percent(finding.reference.ap50)},
        {"fp32", base::countText(finding.fp32.found)},
        {"int8", base::countText(own.found)},
        {"plain", base::countText(finding.reference.found)},
        {"fp32_false", base::countText(finding.fp32.falseOfClass)},
        {"int8_false", base::countText(own.falseOfClass)},
        {"plain_false", base::countText(finding.reference.falseOfClass)}};
    const std::string ap = finding.loses() ? "report.reference_loses" : "report.reference_holds";
    const std::string counts = "report.reference_counts", alone = finding.int8 ? "" : "_alone";
    return words.text(base::Message{"report.two_sentences",
                                    {{"first", words.text(base::Message{ap + alone, args})},
                                     {"second", words.text(base::Message{counts + alone, args})}}});
}

}  // namespace pwb::result
