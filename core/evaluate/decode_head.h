// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/evaluate.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/evaluate/detection.h"
#include "core/evaluate/nms.h"

namespace pwb::evaluate {

/// One output of a batch; the values as float, whatever their type was.
struct Values {
    std::span<const std::int64_t> shape;
    std::span<const float> values;

    [[nodiscard]] std::size_t rank() const { return shape.size(); }
    [[nodiscard]] std::size_t dim(std::size_t axis) const { return static_cast<std::size_t>(shape[axis]); }
    /// Of one row of the batch, the first dimension.
    [[nodiscard]] std::span<const float> row(std::size_t index) const {
        const std::size_t size = values.size() / dim(0);
        return values.subspan(index * size, size);
    }
};

/// The model as a head sees it.
struct HeadInput {
    const model::ModelInfo& model;
    int width = 0, height = 0;                      ///< of its input, pixels
    std::span<const std::string> dataClasses = {};  ///< names; empty: not known
};

/// How one family's outputs become candidates. Immutable.
class Head {
public:
    virtual ~Head() = default;

    /// Classes that the outputs can name; −1 when open.
    [[nodiscard]] virtual int classes() const = 0;
    /// The first output whose shape is not what this head reads, nothing where all can be read for this many
    /// rows of a batch.
    [[nodiscard]] virtual std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                            std::size_t rows) const = 0;
    /// Appends the candidates of one row with at least this confidence; false when a value that is not finite
    /// dropped one. Only after misfit() found nothing. Comparisons with `confidence` are written so that a
    /// NaN passes them and is seen.
    virtual bool read(std::span<const Values> outputs, std::size_t row, float confidence,
                      std::vector<Candidate>& candidates) const = 0;
};

/// Appends a candidate unless one of its values is not finite, which clears `finite`.
inline void addCandidate(const Candidate& candidate, std::vector<Candidate>& candidates, bool& finite) {
    if (std::isfinite(candidate.left) && std::isfinite(candidate.top) && std::isfinite(candidate.right) &&
        std::isfinite(candidate.bottom) && std::isfinite(candidate.score)) {
        candidates.push_back(candidate);
        // Adding zero turns a negative zero into a positive one: scores are ranked by their bits.
        candidates.back().score = std::clamp(candidate.score, 0.0F, 1.0F) + 0.0F;
    } else {
        finite = false;
    }
}

/// The box around a centre; score, label and index are still to be set.
inline Candidate around(float x, float y, float width, float height) {
    return {x - width / 2, y - height / 2, x + width / 2, y + height / 2};
}

// Each is nothing where the model's outputs cannot be what the family gives.
[[nodiscard]] std::unique_ptr<const Head> yoloHead(DetectorKind kind, const HeadInput& input);  ///< v5, v8
[[nodiscard]] std::unique_ptr<const Head> rowsHead(const HeadInput& input);                     ///< v10
[[nodiscard]] std::unique_ptr<const Head> yoloxHead(const HeadInput& input);
[[nodiscard]] std::unique_ptr<const Head> detrHead(const HeadInput& input);
[[nodiscard]] std::unique_ptr<const Head> ssdHead(const HeadInput& input);
[[nodiscard]] std::unique_ptr<const Head> boxesHead(const HeadInput& input);
[[nodiscard]] std::unique_ptr<const Head> faceHead(DetectorKind kind,
                                                   const HeadInput& input);  ///< YuNet, SCRFD

}  // namespace pwb::evaluate
