// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/layer_values.h"

#include <algorithm>

namespace pwb::quantize {
namespace {

constexpr std::size_t kShownBins = 64;

/// Lower edge of a bin.
double edgeOf(const Histogram& histogram, std::size_t bin) {
    return (static_cast<double>(bin) - Histogram::kHalf) * histogram.width();
}

}  // namespace

LayerValues layerValues(const Histogram& histogram, const std::optional<QuantParams>& params) {
    LayerValues values;
    values.min = histogram.min();
    values.max = histogram.max();
    values.count = histogram.count();
    values.nonFinite = histogram.nonFinite();
    if (params) {
        values.lo = dequantizeValue(0, *params);
        values.hi = dequantizeValue(255, *params);
    }
    if (!histogram.hasWidth() || histogram.count() == 0) return values;

    const std::vector<std::int64_t> bins = histogram.bins();
    const auto used = [](std::int64_t count) { return count > 0; };
    const auto first = static_cast<std::size_t>(std::find_if(bins.begin(), bins.end(), used) - bins.begin());
    const auto last =
        bins.size() - 1 -
        static_cast<std::size_t>(std::find_if(bins.rbegin(), bins.rend(), used) - bins.rbegin());
    const std::size_t together = (last - first) / kShownBins + 1;
    for (std::size_t bin = first; bin <= last; bin += together) {
        values.edges.push_back(static_cast<float>(edgeOf(histogram, bin)));
        std::int64_t sum = 0;
        for (std::size_t i = bin; i < std::min(bin + together, bins.size()); ++i) sum += bins[i];
        values.counts.push_back(sum);
    }
    values.edges.push_back(static_cast<float>(edgeOf(histogram, first + together * values.counts.size())));

    if (!params) return values;
    std::int64_t beyond = 0;
    for (std::size_t bin = first; bin <= last; ++bin)
        if (edgeOf(histogram, bin + 1) <= values.lo || edgeOf(histogram, bin) >= values.hi)
            beyond += bins[bin];
    values.clipped = static_cast<double>(beyond) / static_cast<double>(histogram.count());
    return values;
}

}  // namespace pwb::quantize
