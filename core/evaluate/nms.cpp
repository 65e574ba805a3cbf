// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/nms.h"

#include <algorithm>
#include <bit>
#include <unordered_map>

namespace pwb::evaluate {
namespace {

/// Sorts by falling score, then rising index; scores are not negative, so their bits sort as they do.
struct Rank {
    std::uint64_t key;
    std::uint32_t position;
    bool operator<(const Rank& other) const { return key > other.key; }
};

std::vector<Rank> ranks(const std::vector<Candidate>& candidates) {
    std::vector<Rank> out;
    out.reserve(candidates.size());
    for (std::size_t i = 0; i < candidates.size(); ++i)
        out.push_back({std::uint64_t{std::bit_cast<std::uint32_t>(candidates[i].score)} << 32 |
                           (0xFFFFFFFFU - candidates[i].index),
                       static_cast<std::uint32_t>(i)});
    if (out.size() > kMostCandidates) {
        std::nth_element(out.begin(), out.begin() + kMostCandidates, out.end());
        out.resize(kMostCandidates);
    }
    return out;
}

/// The kept boxes of one label, one array per side, so that the comparison is vector code.
class KeptBoxes {
public:
    void add(const Candidate& box) {
        m_left.push_back(box.left);
        m_top.push_back(box.top);
        m_right.push_back(box.right);
        m_bottom.push_back(box.bottom);
        m_area.push_back((box.right - box.left) * (box.bottom - box.top));
    }
    [[nodiscard]] bool overlapMoreThan(float iou, const Candidate& box) const {
        constexpr std::size_t kBlock = 64;  // looked at without a branch
        for (std::size_t begin = 0; begin < m_area.size(); begin += kBlock)
            if (anyOf(begin, std::min(begin + kBlock, m_area.size()), iou, box)) return true;
        return false;
    }

private:
    [[nodiscard]] bool anyOf(std::size_t begin, std::size_t end, float iou, const Candidate& box) const {
        const float area = (box.right - box.left) * (box.bottom - box.top);
        int any = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const float left = m_left[i] > box.left ? m_left[i] : box.left;
            const float top = m_top[i] > box.top ? m_top[i] : box.top;
            const float right = m_right[i] < box.right ? m_right[i] : box.right;
            const float bottom = m_bottom[i] < box.bottom ? m_bottom[i] : box.bottom;
            const float width = right - left > 0 ? right - left : 0;
            const float height = bottom - top > 0 ? bottom - top : 0;
            const float shared = width * height;
            any |= shared / (m_area[i] + area - shared) > iou ? 1 : 0;
        }
        return any != 0;
    }

    std::vector<float> m_left, m_top, m_right, m_bottom, m_area;
};

}  // namespace

std::vector<Candidate> suppress(const std::vector<Candidate>& candidates, double iou, bool agnostic,
                                std::size_t most) {
    std::vector<Rank> order = ranks(candidates);
    std::vector<Candidate> kept;
    std::unordered_map<std::int32_t, KeptBoxes> keptOf;
    // Most images are done after the first few: the rest is sorted only when it is needed.
    for (std::size_t begin = 0, step = 1024; begin < order.size() && kept.size() < most; step *= 4) {
        const std::size_t end = std::min(begin + step, order.size());
        const auto first = order.begin() + static_cast<std::ptrdiff_t>(begin),
                   last = order.begin() + static_cast<std::ptrdiff_t>(end);
        if (last != order.end()) std::nth_element(first, last, order.end());
        std::sort(first, last);
        for (; begin < end && kept.size() < most; ++begin) {
            const Candidate& candidate = candidates[order[begin].position];
            if (iou < kNoSuppression) {
                KeptBoxes& boxes = keptOf[agnostic ? 0 : candidate.label];
                if (boxes.overlapMoreThan(static_cast<float>(iou), candidate)) continue;
                boxes.add(candidate);
            }
            kept.push_back(candidate);
        }
    }
    return kept;
}

}  // namespace pwb::evaluate
