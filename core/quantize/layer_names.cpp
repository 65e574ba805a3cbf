// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layer_names.h"

#include <algorithm>
#include <numeric>

#include "core/quantize/int8/int8_lowering.h"
#include "core/quantize/layers/layer_list.h"
#include "core/quantize/prepare/load_prepared.h"

namespace pwb::quantize {
namespace {

std::string lowered(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

/// Levenshtein's, with one row.
std::size_t editDistance(const std::string& a, const std::string& b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

base::Result<std::vector<std::string>> layerNames(const BuildContext& context, const Int8Options& options) {
    constexpr std::int64_t kQdqOpset = 13;
    auto model = loadPrepared(context.model, kQdqOpset, {});
    if (!model) return tl::make_unexpected(model.error());
    if (schemeFor(context, options) == Int8Scheme::Cpu) (void)lowerForInt8(*model);
    std::vector<std::string> names;
    for (const LayerFacts& layer : listLayers(*model, nullptr)) names.push_back(layer.name);
    return names;
}

base::Status checkLayerNames(const std::string& file, std::span<const std::string> names,
                             std::span<const std::string> known) {
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string similar;
        for (const std::string& candidate : similarNames(name, known, 3))
            similar += (similar.empty() ? "" : ", ") + candidate;
        return base::fail(base::ErrorKind::Usage, file, "quantize.unknown_layer",
                          {{"layer", name}, {"similar", similar}});
    }
    return {};
}

std::vector<std::string> similarNames(const std::string& name, std::span<const std::string> known,
                                      std::size_t most) {
    const std::string wanted = lowered(name);
    std::vector<std::pair<std::size_t, std::string>> ranked;
    for (const std::string& candidate : known) {
        const std::string text = lowered(candidate);
        const bool contained =
            text.find(wanted) != std::string::npos || wanted.find(text) != std::string::npos;
        ranked.emplace_back(contained ? 0 : editDistance(wanted, text), candidate);
    }
    std::stable_sort(ranked.begin(), ranked.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(most, ranked.size()); ++i) names.push_back(ranked[i].second);
    return names;
}

}  // namespace pwb::quantize
