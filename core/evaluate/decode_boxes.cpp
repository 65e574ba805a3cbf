// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/evaluate/decode_head.h"
#include "core/evaluate/decode_roles.h"

namespace pwb::evaluate {
namespace {

constexpr float kMostClasses = 1e6F;

/// COCO numbers its 80 classes 1 to 90; these numbers are not in use.
constexpr std::array<std::int32_t, 10> kUnusedCocoIds = {12, 26, 29, 30, 45, 66, 68, 69, 71, 83};

bool areCocoClasses(std::span<const std::string> names) {
    return names.size() == 80 && names[0] == "person" && names[11] == "stop sign" &&
           names[79] == "toothbrush";
}

/// How numbers become classes.
enum class Numbering {
    Index,     ///< from 0
    OneBased,  ///< 0 is the background
    CocoIds    ///< of a model trained on COCO, for data whose classes are COCO's without the gaps
};

/// The number as a class; nothing for one that stands for no box.
std::optional<std::int32_t> labelOf(float value, Numbering numbering) {
    if (!(value > -0.5F && value < kMostClasses)) return std::nullopt;
    const auto number = static_cast<std::int32_t>(std::lround(value));
    if (numbering == Numbering::Index) return number;
    if (number == 0) return std::nullopt;
    if (numbering == Numbering::OneBased) return number - 1;
    const auto next = std::lower_bound(kUnusedCocoIds.begin(), kUnusedCocoIds.end(), number);
    if (number > 90 || (next != kUnusedCocoIds.end() && *next == number)) return std::nullopt;
    return number - 1 - static_cast<std::int32_t>(next - kUnusedCocoIds.begin());
}

std::size_t limited(float count, std::size_t most) {
    return count > 0 ? static_cast<std::size_t>(std::min(count, static_cast<float>(most))) : 0;
}

/// Boxes after the suppression in the graph.
class BoxesHead final : public Head {
public:
    BoxesHead(const HeadInput& input, const FinalBoxes& roles)
        : m_roles(roles),
          m_width(roles.fractions ? static_cast<float>(input.width) : 1),
          m_height(roles.fractions ? static_cast<float>(input.height) : 1) {
        if (roles.oneBased)
            m_numbering = areCocoClasses(input.dataClasses) ? Numbering::CocoIds : Numbering::OneBased;
        if (const int named = namedClasses(input.model); named > 0) m_classes = named;
    }
    [[nodiscard]] int classes() const override { return m_classes; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        const Values& boxes = outputs[m_roles.boxes];
        if (m_roles.rows7)
            return boxes.rank() == 2 && boxes.dim(1) == kRow ? std::nullopt : std::optional(m_roles.boxes);
        const bool batched = boxes.rank() == 3;
        const std::size_t columns = m_roles.scores ? 4 : 5;
        if ((!batched && boxes.rank() != 2) || boxes.shape.back() < static_cast<std::int64_t>(columns) ||
            boxes.shape.back() > 5 || (batched ? boxes.dim(0) < rows : rows > 1))
            return m_roles.boxes;
        const std::size_t count = boxes.values.size() / boxes.dim(boxes.rank() - 1);
        for (const auto& each : {m_roles.scores, m_roles.labels})
            if (each && outputs[*each].values.size() != count) return each;
        if (m_roles.count && outputs[*m_roles.count].values.size() < rows) return m_roles.count;
        return std::nullopt;
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        if (m_roles.rows7) return readRows7(outputs[m_roles.boxes], row, confidence, candidates);
        const Values& boxes = outputs[m_roles.boxes];
        const std::size_t columns = boxes.dim(boxes.rank() - 1);
        const std::size_t perRow = boxes.dim(boxes.rank() - 2);
        const std::size_t begin = boxes.rank() == 3 ? row * perRow : 0;
        std::size_t count = perRow;
        if (m_roles.count) count = limited(outputs[*m_roles.count].values[row], perRow);
        bool finite = true;
        for (std::size_t i = begin; i < begin + count; ++i) {
            const auto v = boxes.values.subspan(i * columns, columns);
            const float score = m_roles.scores ? outputs[*m_roles.scores].values[i] : v[4];
            if (score < confidence) continue;
            const float given = outputs[*m_roles.labels].values[i];
            const auto label = labelOf(given, m_numbering);
            finite = finite && !std::isnan(given);
            if (label) add(v, score, *label, i - begin, candidates, finite);
        }
        return finite;
    }

private:
    static constexpr std::size_t kRow = 7;

    bool readRows7(const Values& output, std::size_t row, float confidence,
                   std::vector<Candidate>& candidates) const {
        bool finite = true;
        for (std::size_t i = 0; i < output.dim(0); ++i) {
            const auto v = output.values.subspan(i * kRow, kRow);
            if (v[0] != static_cast<float>(row) || v[6] < confidence) continue;
            if (const auto label = labelOf(v[5], Numbering::Index))
                add(v.subspan(1), v[6], *label, i, candidates, finite);
        }
        return finite;
    }

    void add(std::span<const float> v, float score, std::int32_t label, std::size_t index,
             std::vector<Candidate>& candidates, bool& finite) const {
        const std::size_t x = m_roles.yFirst ? 1 : 0, y = 1 - x;
        addCandidate({v[x] * m_width, v[y] * m_height, v[x + 2] * m_width, v[y + 2] * m_height, score, label,
                      static_cast<std::uint32_t>(index)},
                     candidates, finite);
    }

    FinalBoxes m_roles;
    Numbering m_numbering = Numbering::Index;
    float m_width, m_height;
    int m_classes = -1;
};

}  // namespace

std::unique_ptr<const Head> boxesHead(const HeadInput& input) {
    const auto roles = finalBoxes(input.model);
    if (!roles) return nullptr;
    return std::make_unique<BoxesHead>(input, *roles);
}

}  // namespace pwb::evaluate
