// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/value_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/number.h"
#include "core/dataset/calibration_set.h"
#include "core/dataset/loader.h"

namespace pwb::dataset {
namespace {

constexpr std::size_t kMostChannels = 16;

/// Mean and variance by Welford's update over blocks (Chan, Golub, LeVeque, 1979).
class Channel {
public:
    /// Values at values[0], values[step], …, `count` of them.
    void add(const float* values, std::size_t count, std::size_t step) {
        double sum = 0;
        std::int64_t n = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const float x = values[i * step];
            if (!std::isfinite(x)) continue;
            sum += x;
            ++n;
            m_min = std::min(m_min, static_cast<double>(x));
            m_max = std::max(m_max, static_cast<double>(x));
        }
        m_nonFinite += static_cast<std::int64_t>(count) - n;
        if (n == 0) return;
        const double mean = sum / static_cast<double>(n);
        double squares = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const double x = values[i * step];
            if (std::isfinite(x)) squares += (x - mean) * (x - mean);
        }
        const double apart = mean - m_mean;
        const auto before = static_cast<double>(m_count);
        m_count += n;
        m_mean += apart * static_cast<double>(n) / static_cast<double>(m_count);
        m_squares += squares + apart * apart * before * static_cast<double>(n) / static_cast<double>(m_count);
    }
    [[nodiscard]] ChannelRange range() const {
        if (m_count == 0) return {};
        return {m_mean, std::sqrt(m_squares / static_cast<double>(m_count)), m_min, m_max};
    }
    [[nodiscard]] std::int64_t nonFinite() const { return m_nonFinite; }

private:
    std::int64_t m_count = 0, m_nonFinite = 0;
    double m_mean = 0, m_squares = 0;
    double m_min = std::numeric_limits<double>::max(), m_max = std::numeric_limits<double>::lowest();
};

/// Where the channels of a batch lie: `channels` of them, `inner` values of one side by side.
struct Arrangement {
    std::size_t channels = 1, inner = 1;
};

Arrangement arrangementOf(const base::Tensor& batch, bool channelsLast) {
    const auto& shape = batch.shape;
    if (shape.size() < 2) return {};
    const std::size_t axis = channelsLast ? shape.size() - 1 : 1;
    const auto channels = static_cast<std::size_t>(shape[axis]);
    Arrangement arrangement{channels, 1};
    for (std::size_t d = axis + 1; d < shape.size(); ++d)
        arrangement.inner *= static_cast<std::size_t>(shape[d]);
    if (channels == 0 || channels > kMostChannels || arrangement.inner == 0) return {};
    return arrangement;
}

void addBatch(const base::Tensor& batch, const Arrangement& at, std::vector<Channel>& channels) {
    const std::span<const float> values = batch.as<float>();
    if (at.channels == 1) {
        channels[0].add(values.data(), values.size(), 1);
        return;
    }
    const std::size_t block = at.channels * at.inner;
    if (at.inner == 1) {
        for (std::size_t c = 0; c < at.channels; ++c)
            channels[c].add(values.data() + c, values.size() / at.channels, at.channels);
        return;
    }
    for (std::size_t start = 0; start + block <= values.size(); start += block)
        for (std::size_t c = 0; c < at.channels; ++c)
            channels[c].add(values.data() + start + c * at.inner, at.inner, 1);
}

/// How far values are from those that a network is trained with: mean 0, standard deviation 1.
double misfit(double mean, double std) {
    return std::fabs(mean) + std::fabs(std::log(std::max(std, 1e-9)));
}

/// Would the values be much nearer to mean 0 and deviation 1 with mean and std exchanged? Pictures with
/// values from 0 to 1 have a mean above their standard deviation, so that the opposite is suspicious.
bool looksSwapped(const ValueRanges& values, const Preprocess& preprocess) {
    double given = 0, exchanged = 0;
    for (std::size_t c = 0; c < values.channels.size(); ++c) {
        const double mean = preprocess.mean[c], std = preprocess.std[c];
        if (mean <= 0 || mean >= std || std > 1) return false;
        const ChannelRange& seen = values.channels[c];
        given += misfit(seen.mean, seen.std);
        exchanged += misfit((seen.mean * std + mean - std) / mean, seen.std * std / mean);
    }
    constexpr double kClearly = 0.2;
    return exchanged + kClearly * static_cast<double>(values.channels.size()) < given;
}

}  // namespace

std::optional<ValueRanges> valueRanges(const Manifest& manifest, const Preprocess& preprocess, int samples,
                                       std::uint64_t seed, std::stop_token stop) {
    Loader::Options options;
    options.batch = 4;
    options.indices = drawBalanced(manifest, samples, seed);
    if (options.indices.empty()) return std::nullopt;
    Loader loader(manifest, preprocess, options, stop);
    const bool channelsLast = !manifest.tensors && preprocess.layout == Layout::Nhwc;
    ValueRanges ranges;
    std::vector<Channel> channels;
    Arrangement at;
    while (const auto batch = loader.next()) {
        if (batch->inputs.empty() || batch->inputs[0].type != base::ElementType::Float) return std::nullopt;
        if (channels.empty()) {
            at = arrangementOf(batch->inputs[0], channelsLast);
            channels.resize(at.channels);
        }
        addBatch(batch->inputs[0], at, channels);
        ranges.samples += static_cast<int>(batch->indices.size());
    }
    if (stop.stop_requested() || channels.empty()) return std::nullopt;
    for (const Channel& channel : channels) {
        ranges.channels.push_back(channel.range());
        ranges.nonFinite += channel.nonFinite();
    }
    return ranges;
}

std::vector<base::Message> judgeValues(const ValueRanges& values, const Preprocess& preprocess, bool images) {
    std::vector<base::Message> warnings;
    if (values.nonFinite > 0)
        warnings.push_back({"dataset.inputs_non_finite", {{"count", std::to_string(values.nonFinite)}}});
    if (!images || values.channels.size() > preprocess.mean.size()) return warnings;
    constexpr double kMuch = 20;      // normalised pixels stay below 4
    constexpr double kLittle = 0.02;  // pixels divided by 255 vary ten times as much
    double most = 0, widest = 0;
    for (const ChannelRange& channel : values.channels) {
        most = std::max({most, std::fabs(channel.min), std::fabs(channel.max)});
        widest = std::max(widest, channel.std);
    }
    // A mean of pixel size shows that this model is made for pixels as they are.
    const bool forPixels = *std::max_element(preprocess.mean.begin(), preprocess.mean.end()) > 1;
    if (most > kMuch && !forPixels)
        warnings.push_back({"dataset.inputs_unscaled", {{"most", base::significant(most, 3)}}});
    else if (widest < kLittle)
        warnings.push_back({"dataset.inputs_flat", {{"std", base::significant(widest, 3)}}});
    else if (looksSwapped(values, preprocess))
        warnings.push_back({"dataset.inputs_swapped", {}});
    return warnings;
}

std::vector<base::Message> compareValues(const ValueRanges& calibration, const ValueRanges& validation) {
    constexpr double kScaled = 8, kWider = 1.6, kShifted = 0.5;
    if (calibration.channels.size() != validation.channels.size()) return {};
    std::optional<base::Message> differs;
    double worst = 0;
    for (std::size_t c = 0; c < calibration.channels.size(); ++c) {
        const ChannelRange &own = calibration.channels[c], &other = validation.channels[c];
        const double wide = std::max(own.std, other.std), narrow = std::min(own.std, other.std);
        if (wide <= 0) continue;
        const double ratio = wide / std::max(narrow, 1e-12);
        worst = std::max(worst, ratio);
        if (differs || (ratio < kWider && std::fabs(own.mean - other.mean) < kShifted * wide)) continue;
        differs = base::Message{"dataset.calibration_values_differ",
                                {{"channel", std::to_string(c + 1)},
                                 {"mean", base::significant(own.mean, 3)},
                                 {"std", base::significant(own.std, 3)},
                                 {"other_mean", base::significant(other.mean, 3)},
                                 {"other_std", base::significant(other.std, 3)}}};
    }
    if (worst >= kScaled)
        return {{"dataset.calibration_values_scale", {{"ratio", base::significant(worst, 3)}}}};
    if (differs) return {std::move(*differs)};
    return {};
}

}  // namespace pwb::dataset
