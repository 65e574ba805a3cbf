// SPDX-License-Identifier: GPL-3.0-or-later
// Heads with scores [B, N, C] and boxes [B, N, 4] as fractions of the input's sides.
#include <limits>

#include "core/evaluate/decode_head.h"
#include "core/evaluate/decode_roles.h"

namespace pwb::evaluate {
namespace {

/// The first output that is not [B, N, C] or [B, N, 4] as it should be.
std::optional<std::size_t> misfitOf(const ScoredBoxes& roles, std::span<const Values> outputs,
                                    std::size_t rows, std::size_t fewestChannels) {
    const Values& scores = outputs[roles.scores];
    const Values& boxes = outputs[roles.boxes];
    if (boxes.rank() != 3 || boxes.dim(0) < rows || boxes.dim(2) != 4) return roles.boxes;
    const bool fits = scores.rank() == 3 && scores.dim(0) >= rows && scores.dim(1) == boxes.dim(1) &&
                      scores.dim(2) >= fewestChannels;
    return fits ? std::nullopt : std::optional(roles.scores);
}

/// The most probable of the first `classes` scores after a softmax over all of them.
struct Best {
    std::size_t index = 0;
    float probability = 0;
};
Best bestOfSoftmax(std::span<const float> scores, std::size_t classes) {
    Best best;
    for (std::size_t c = 0; c < classes; ++c)
        if (!(scores[c] <= scores[best.index])) best.index = c;
    double sum = 0;
    for (const float score : scores) sum += std::exp(double{score} - double{scores[best.index]});
    best.probability = static_cast<float>(1 / sum);  // NaN when a score is
    return best;
}

/// How the scores of a DETR become probabilities.
enum class Activation {
    Softmax,  ///< the last class means “no object”: DETR, YOLOS
    Sigmoid,  ///< each class for itself: Deformable DETR, RT-DETR, RF-DETR, D-FINE
    None      ///< done in the graph, boxes and scores in one output [B, N, 4 + C]: RT-DETR of Ultralytics
};

/// What tells them apart, in this order: RF-DETR's output names; deformable attention or a choice of queries
/// in the graph, which only descendants with a sigmoid have; as many class names as scores or one fewer; the
/// number of queries, 100 or so for DETR and its like, 300 and more for those.
Activation activationOf(const model::ModelInfo& model, const ScoredBoxes& roles) {
    const model::ValueInfo& scores = model.outputs[roles.scores];
    if (plainName(model.outputs[roles.boxes]) == "dets") return Activation::Sigmoid;
    for (const char* type : {"GridSample", "TopK"})
        if (model.operators.contains(type)) return Activation::Sigmoid;
    const std::int64_t channels = dimFromEnd(scores, 0), classes = namedClasses(model);
    if (classes > 0 && channels == classes + 1) return Activation::Softmax;
    if (classes > 0 && channels == classes) return Activation::Sigmoid;
    constexpr std::int64_t kMostQueriesOfDetr = 200;
    return dimFromEnd(scores, 1) < kMostQueriesOfDetr ? Activation::Softmax : Activation::Sigmoid;
}

class DetrHead final : public Head {
public:
    DetrHead(const HeadInput& input, const ScoredBoxes& roles, Activation activation)
        : m_roles(roles),
          m_activation(activation),
          m_width(static_cast<float>(input.width)),
          m_height(static_cast<float>(input.height)) {
        const auto channels = static_cast<int>(dimFromEnd(input.model.outputs[roles.scores], 0));
        if (channels > 0) m_classes = channels - extraChannels();
    }
    [[nodiscard]] int classes() const override { return m_classes; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        if (m_activation != Activation::None) return misfitOf(m_roles, outputs, rows, 1 + extra());
        const Values& output = outputs[m_roles.scores];
        const bool fits = output.rank() == 3 && output.dim(0) >= rows && output.dim(2) > kBoxChannels;
        return fits ? std::nullopt : std::optional(m_roles.scores);
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        const std::span<const float> scores = outputs[m_roles.scores].row(row);
        const std::span<const float> boxes = outputs[m_roles.boxes].row(row);
        const std::size_t channels = outputs[m_roles.scores].dim(2);
        const bool joined = m_activation == Activation::None;
        const std::size_t boxStride = joined ? channels : kBoxChannels;
        const std::size_t firstScore = joined ? kBoxChannels : 0;
        const double least = confidence <= 0   ? -std::numeric_limits<double>::infinity()
                             : confidence >= 1 ? std::numeric_limits<double>::infinity()
                                               : std::log(double{confidence} / (1 - double{confidence}));
        bool finite = true;
        for (std::size_t i = 0; i < outputs[m_roles.scores].dim(1); ++i) {
            const auto add = [&](std::size_t label, float score) {
                const auto v = boxes.subspan(i * boxStride, kBoxChannels);
                Candidate box = around(v[0] * m_width, v[1] * m_height, v[2] * m_width, v[3] * m_height);
                box.score = score;
                box.label = static_cast<std::int32_t>(label);
                box.index = static_cast<std::uint32_t>(i * channels + label);
                addCandidate(box, candidates, finite);
            };
            const auto values = scores.subspan(i * channels + firstScore, channels - firstScore);
            if (m_activation == Activation::Softmax) {
                const Best best = bestOfSoftmax(values, values.size() - 1);
                if (!(best.probability < confidence)) add(best.index, best.probability);
                continue;
            }
            for (std::size_t c = 0; c < values.size(); ++c) {
                if (joined) {
                    if (!(values[c] < confidence)) add(c, values[c]);
                } else if (!(values[c] < least)) {
                    // An infinite score is not taken for a certain one.
                    add(c, std::isfinite(values[c])
                               ? static_cast<float>(1 / (1 + std::exp(-double{values[c]})))
                               : values[c]);
                }
            }
        }
        return finite;
    }

private:
    static constexpr std::size_t kBoxChannels = 4;
    /// Channels that are no class.
    [[nodiscard]] std::size_t extra() const {
        return m_activation == Activation::Softmax ? 1 : m_activation == Activation::None ? kBoxChannels : 0;
    }
    [[nodiscard]] int extraChannels() const { return static_cast<int>(extra()); }

    ScoredBoxes m_roles;
    Activation m_activation;
    float m_width, m_height;
    int m_classes = -1;
};

/// Scores with the background first, as they are or before their softmax; corners.
class SsdHead final : public Head {
public:
    SsdHead(const HeadInput& input, const ScoredBoxes& roles)
        : m_roles(roles),
          m_width(static_cast<float>(input.width)),
          m_height(static_cast<float>(input.height)) {
        const auto channels = static_cast<int>(dimFromEnd(input.model.outputs[roles.scores], 0));
        if (channels > 0) m_classes = channels - 1;
    }
    [[nodiscard]] int classes() const override { return m_classes; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        return misfitOf(m_roles, outputs, rows, 2);
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        const std::span<const float> scores = outputs[m_roles.scores].row(row);
        const std::span<const float> boxes = outputs[m_roles.boxes].row(row);
        const std::size_t channels = outputs[m_roles.scores].dim(2);
        // Among thousands of anchors a logit is always negative or above 1; probabilities never are, even
        // after rounding to INT8.
        const bool logits = std::any_of(scores.begin(), scores.end(),
                                        [](float value) { return value < -0.05F || value > 1.05F; });
        bool finite = true;
        for (std::size_t i = 0; i < outputs[m_roles.scores].dim(1); ++i) {
            const auto values = scores.subspan(i * channels, channels);
            double scale = 1, top = 0;
            if (logits) {
                top = *std::max_element(values.begin(), values.end());
                double sum = 0;
                for (const float value : values) sum += std::exp(value - top);
                scale = 1 / sum;
            }
            for (std::size_t c = 1; c < channels; ++c) {
                const float score =
                    logits ? static_cast<float>(std::exp(values[c] - top) * scale) : values[c];
                if (score < confidence) continue;
                const auto v = boxes.subspan(i * 4, 4);
                addCandidate({v[0] * m_width, v[1] * m_height, v[2] * m_width, v[3] * m_height, score,
                              static_cast<std::int32_t>(c - 1), static_cast<std::uint32_t>(i * channels + c)},
                             candidates, finite);
            }
        }
        return finite;
    }

private:
    ScoredBoxes m_roles;
    float m_width, m_height;
    int m_classes = -1;
};

}  // namespace

std::unique_ptr<const Head> detrHead(const HeadInput& input) {
    if (input.model.outputs.size() == 1) {
        const auto& shape = input.model.outputs[0].shape;
        if (shape.size() != 3 || (shape[2] >= 0 && shape[2] < 5)) return nullptr;
        return std::make_unique<DetrHead>(input, ScoredBoxes{0, 0}, Activation::None);
    }
    const auto roles = scoredBoxes(input.model);
    if (!roles) return nullptr;
    const Activation activation = activationOf(input.model, *roles);
    auto head = std::make_unique<DetrHead>(input, *roles, activation);
    return head->classes() == 0 ? nullptr : std::move(head);
}

std::unique_ptr<const Head> ssdHead(const HeadInput& input) {
    const auto roles = scoredBoxes(input.model);
    if (!roles) return nullptr;
    auto head = std::make_unique<SsdHead>(input, *roles);
    return head->classes() == 0 ? nullptr : std::move(head);
}

}  // namespace pwb::evaluate
