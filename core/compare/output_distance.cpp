// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/compare/comparison.h"

namespace pwb::compare {
namespace {

/// Below this a share says nothing any more; keeps KL finite where a quantised share is zero.
constexpr double kSmallestShare = 1e-12;

/// Logarithms of the class shares of one row.
void logShares(std::span<const float> row, bool probabilities, std::vector<double>& out) {
    out.assign(row.begin(), row.end());
    if (probabilities) {
        for (double& value : out) value = std::log(std::max(value, kSmallestShare));
        return;
    }
    const double top = *std::ranges::max_element(out);
    double sum = 0;
    for (const double value : out) sum += std::exp(value - top);
    const double scale = top + std::log(sum);
    for (double& value : out) value = std::max(value - scale, std::log(kSmallestShare));
}

bool finite(std::span<const float> row) {
    return std::ranges::all_of(row, [](float value) { return std::isfinite(value); });
}

}  // namespace

void OutputDistance::add(std::span<const float> baseline, std::span<const float> candidate,
                         std::size_t classes, bool probabilities) {
    if (classes == 0) return;
    std::vector<double> p;
    std::vector<double> q;
    const std::size_t size = std::min(baseline.size(), candidate.size());
    for (std::size_t begin = 0; begin + classes <= size; begin += classes) {
        const auto ours = baseline.subspan(begin, classes);
        const auto theirs = candidate.subspan(begin, classes);
        if (!finite(ours) || !finite(theirs)) continue;
        for (std::size_t i = 0; i < classes; ++i) {
            const double value = ours[i];
            const double error = value - theirs[i];
            m_sums.signal += value * value;
            m_sums.noise += error * error;
        }
        logShares(ours, probabilities, p);
        logShares(theirs, probabilities, q);
        for (std::size_t i = 0; i < classes; ++i) m_sums.kl += std::exp(p[i]) * (p[i] - q[i]);
        ++m_sums.rows;
    }
}

void OutputDistance::merge(const OutputDistance& other) {
    m_sums.signal += other.m_sums.signal;
    m_sums.noise += other.m_sums.noise;
    m_sums.kl += other.m_sums.kl;
    m_sums.rows += other.m_sums.rows;
}

std::optional<double> OutputDistance::sqnrDb() const {
    if (m_sums.rows == 0 || m_sums.noise <= 0 || m_sums.signal <= 0) return std::nullopt;
    return 10 * std::log10(m_sums.signal / m_sums.noise);
}

std::optional<double> OutputDistance::meanKl() const {
    if (m_sums.rows == 0) return std::nullopt;
    return std::max(0.0, m_sums.kl / static_cast<double>(m_sums.rows));
}

}  // namespace pwb::compare
