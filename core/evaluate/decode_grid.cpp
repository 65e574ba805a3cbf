// SPDX-License-Identifier: GPL-3.0-or-later
// Heads whose numbers are relative to the cells of grids with the strides 8, 16, 32 …
#include "core/evaluate/decode_head.h"
#include "core/evaluate/decode_roles.h"

namespace pwb::evaluate {
namespace {

/// A grid of the input: cells row by row.
struct Grid {
    std::size_t columns = 0, rows = 0;
    float stride = 0;

    Grid(int width, int height, int pixels)
        : columns(static_cast<std::size_t>(width / pixels)),
          rows(static_cast<std::size_t>(height / pixels)),
          stride(static_cast<float>(pixels)) {}
    [[nodiscard]] std::size_t cells() const { return columns * rows; }
    [[nodiscard]] float column(std::size_t cell) const { return static_cast<float>(cell % columns); }
    [[nodiscard]] float row(std::size_t cell) const { return static_cast<float>(cell / columns); }
};

/// A centre as an offset from the cell's upper left corner and a size as its logarithm, in strides.
Candidate boxOfCell(const Grid& grid, std::size_t cell, std::span<const float> v) {
    return around((grid.column(cell) + v[0]) * grid.stride, (grid.row(cell) + v[1]) * grid.stride,
                  std::exp(v[2]) * grid.stride, std::exp(v[3]) * grid.stride);
}

/// As its authors export it: not decoded, the three grids behind one another. Only the best class of an
/// anchor counts.
class YoloxHead final : public Head {
public:
    explicit YoloxHead(const HeadInput& input)
        : m_grids{Grid(input.width, input.height, 8), Grid(input.width, input.height, 16),
                  Grid(input.width, input.height, 32)} {
        const auto channels = static_cast<int>(dimFromEnd(input.model.outputs[0], 0));
        if (channels > 0) m_classes = channels - static_cast<int>(kFirstClass);
    }
    [[nodiscard]] int classes() const override { return m_classes; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        const Values& output = outputs[0];
        const bool fits = output.rank() == 3 && output.dim(0) >= rows && output.dim(2) > kFirstClass &&
                          output.dim(1) == m_grids[0].cells() + m_grids[1].cells() + m_grids[2].cells();
        return fits ? std::nullopt : std::optional<std::size_t>(0);
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        const std::span<const float> values = outputs[0].row(row);
        const std::size_t channels = outputs[0].dim(2);
        bool finite = true;
        std::size_t anchor = 0;
        for (const Grid& grid : m_grids)
            for (std::size_t cell = 0; cell < grid.cells(); ++cell, ++anchor) {
                const auto v = values.subspan(anchor * channels, channels);
                if (v[4] < confidence) continue;
                std::size_t best = kFirstClass;
                for (std::size_t c = best + 1; c < channels; ++c)
                    if (!(v[c] <= v[best])) best = c;
                const float score = v[4] * v[best];
                if (score < confidence) continue;
                Candidate box = boxOfCell(grid, cell, v);
                box.score = score;
                box.label = static_cast<std::int32_t>(best - kFirstClass);
                box.index = static_cast<std::uint32_t>(anchor);
                addCandidate(box, candidates, finite);
            }
        return finite;
    }

private:
    static constexpr std::size_t kFirstClass = 5;
    std::array<Grid, 3> m_grids;
    int m_classes = -1;
};

/// YuNet: score √(cls · obj), boxes as YOLOX. SCRFD: distances from the cell's corner to the box's edges, in
/// strides, for one or two anchors in each cell.
class FaceHead final : public Head {
public:
    FaceHead(DetectorKind kind, const HeadInput& input, std::vector<FaceLevel> levels)
        : m_yunet(kind == DetectorKind::YuNet), m_levels(std::move(levels)) {
        for (const FaceLevel& level : m_levels) m_grids.emplace_back(input.width, input.height, level.stride);
    }
    [[nodiscard]] int classes() const override { return 1; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        for (std::size_t l = 0; l < m_levels.size(); ++l) {
            const std::size_t cells = m_grids[l].cells();
            const std::size_t anchors = anchorsOf(outputs[m_levels[l].box], rows, 4);
            if (anchors == 0 || cells == 0 || anchors % cells != 0 || (m_yunet && anchors != cells))
                return m_levels[l].box;
            for (const std::size_t score : {m_levels[l].score, m_levels[l].second})
                if (anchorsOf(outputs[score], rows, 1) != anchors) return score;
        }
        return std::nullopt;
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        bool finite = true;
        std::uint32_t index = 0;
        for (std::size_t l = 0; l < m_levels.size(); ++l) {
            const Grid& grid = m_grids[l];
            const auto first = valuesOf(outputs[m_levels[l].score], row);
            const auto second = valuesOf(outputs[m_levels[l].second], row);
            const auto boxes = valuesOf(outputs[m_levels[l].box], row);
            const std::size_t perCell = first.size() / grid.cells();
            for (std::size_t i = 0; i < first.size(); ++i, ++index) {
                const float score = m_yunet ? std::sqrt(limited(first[i]) * limited(second[i])) : first[i];
                if (score < confidence) continue;
                const auto v = boxes.subspan(i * 4, 4);
                const std::size_t cell = i / perCell;
                Candidate box = m_yunet ? boxOfCell(grid, cell, v) : boxOfEdges(grid, cell, v);
                box.score = score;
                box.index = index;
                addCandidate(box, candidates, finite);
            }
        }
        return finite;
    }

private:
    static float limited(float value) { return value < 0 ? 0 : value > 1 ? 1 : value; }
    static Candidate boxOfEdges(const Grid& grid, std::size_t cell, std::span<const float> v) {
        return {(grid.column(cell) - v[0]) * grid.stride, (grid.row(cell) - v[1]) * grid.stride,
                (grid.column(cell) + v[2]) * grid.stride, (grid.row(cell) + v[3]) * grid.stride};
    }
    /// Anchors of one row; without a batch dimension there is one row. 0 where the shape is another.
    static std::size_t anchorsOf(const Values& output, std::size_t rows, std::size_t columns) {
        const std::size_t rank = output.rank();
        if ((rank != 2 && rank != 3) || output.dim(rank - 1) != columns) return 0;
        if (rank == 3 ? output.dim(0) < rows : rows > 1) return 0;
        return output.dim(rank - 2);
    }
    static std::span<const float> valuesOf(const Values& output, std::size_t row) {
        return output.rank() == 3 ? output.row(row) : output.values;
    }

    bool m_yunet;
    std::vector<FaceLevel> m_levels;
    std::vector<Grid> m_grids;
};

}  // namespace

std::unique_ptr<const Head> yoloxHead(const HeadInput& input) {
    const auto& shape = input.model.outputs[0].shape;
    if (shape.size() != 3 || (shape[2] >= 0 && shape[2] < 6)) return nullptr;
    return std::make_unique<YoloxHead>(input);
}

std::unique_ptr<const Head> faceHead(DetectorKind kind, const HeadInput& input) {
    auto levels = kind == DetectorKind::YuNet ? yunetLevels(input.model) : scrfdLevels(input.model);
    if (levels.empty()) return nullptr;
    return std::make_unique<FaceHead>(kind, input, std::move(levels));
}

}  // namespace pwb::evaluate
