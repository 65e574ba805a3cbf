// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdlib>

#include "core/evaluate/decode_head.h"
#include "core/evaluate/decode_roles.h"
#include "core/model/grid_cells.h"

namespace pwb::evaluate {
namespace {

constexpr std::size_t kBoxChannels = 4;

/// How a [B, ·, ·] output lies in memory.
struct Layout {
    bool channelsFirst = false;
    std::size_t anchors = 0, channels = 0;

    [[nodiscard]] std::size_t at(std::size_t anchor, std::size_t channel) const {
        return channelsFirst ? channel * anchors + anchor : anchor * channels + channel;
    }
};

/// Channels behind the class scores: of masks, where the model gives their prototypes, or of key points.
int furtherChannels(const model::ModelInfo& model) {
    const std::string points = metadataOf(model, "kpt_shape");  // "[17, 3]"
    if (const std::size_t comma = points.find(','); points.starts_with('[') && comma != std::string::npos)
        return std::atoi(points.c_str() + 1) * std::atoi(points.c_str() + comma + 1);
    for (const auto& output : model.outputs)
        if (&output != &model.outputs[0] && output.shape.size() == 4 && output.shape[1] > 0)
            return static_cast<int>(output.shape[1]);
    return 0;
}

/// One output with a box (centre and size, pixels of the input) and class scores for every anchor. Any class
/// at the confidence counts, not the best one alone, as in Ultralytics' validation.
class YoloHead final : public Head {
public:
    YoloHead(DetectorKind kind, const HeadInput& input)
        : m_objectness(kind == DetectorKind::YoloV5),
          m_height(input.height),
          m_width(input.width),
          m_named(namedClasses(input.model)),
          m_further(furtherChannels(input.model)) {
        const auto& shape = input.model.outputs[0].shape;
        m_classes = m_named > 0 ? m_named : -1;
        if (shape[1] > 0 && shape[2] > 0) m_classes = classesOf(layoutOf(shape));
    }

    [[nodiscard]] int classes() const override { return m_classes; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        const Values& output = outputs[0];
        const bool fits =
            output.rank() == 3 && output.dim(0) >= rows && classesOf(layoutOf(output.shape)) > 0;
        return fits ? std::nullopt : std::optional<std::size_t>(0);
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        const Layout layout = layoutOf(outputs[0].shape);
        const auto classes = static_cast<std::size_t>(classesOf(layout));
        const std::span<const float> values = outputs[0].row(row);
        bool finite = true;
        const auto add = [&](std::size_t anchor, std::size_t label, float score) {
            Candidate box = around(values[layout.at(anchor, 0)], values[layout.at(anchor, 1)],
                                   values[layout.at(anchor, 2)], values[layout.at(anchor, 3)]);
            box.score = score;
            box.label = static_cast<std::int32_t>(label);
            box.index = static_cast<std::uint32_t>(anchor * classes + label);
            addCandidate(box, candidates, finite);
        };
        if (layout.channelsFirst && !m_objectness) {
            for (std::size_t c = 0; c < classes; ++c) {
                const auto scores = values.subspan((kBoxChannels + c) * layout.anchors, layout.anchors);
                for (std::size_t i = 0; i < scores.size(); ++i)
                    if (!(scores[i] < confidence)) add(i, c, scores[i]);
            }
            return finite;
        }
        const std::size_t firstClass = kBoxChannels + (m_objectness ? 1 : 0);
        for (std::size_t i = 0; i < layout.anchors; ++i) {
            const float object = m_objectness ? values[layout.at(i, kBoxChannels)] : 1;
            if (object < confidence) continue;
            for (std::size_t c = 0; c < classes; ++c) {
                const float score = object * values[layout.at(i, firstClass + c)];
                if (!(score < confidence)) add(i, c, score);
            }
        }
        return finite;
    }

private:
    [[nodiscard]] Layout layoutOf(std::span<const std::int64_t> shape) const {
        const bool first = model::gridAnchors(shape[1], m_height, m_width) > 0;
        const bool second = model::gridAnchors(shape[2], m_height, m_width) > 0;
        const bool channelsFirst = first != second        ? second
                                   : shape[1] != shape[2] ? shape[1] < shape[2]
                                                          : !m_objectness;
        const auto a = static_cast<std::size_t>(shape[1]), b = static_cast<std::size_t>(shape[2]);
        return channelsFirst ? Layout{true, b, a} : Layout{false, a, b};
    }
    /// 0 where the channels cannot hold them.
    [[nodiscard]] int classesOf(const Layout& layout) const {
        const int room =
            static_cast<int>(layout.channels) - static_cast<int>(kBoxChannels) - (m_objectness ? 1 : 0);
        if (m_named > 0) return m_named <= room ? m_named : 0;
        return std::max(0, room - m_further);
    }

    bool m_objectness = false;
    int m_height = 0, m_width = 0;
    int m_named = 0;  ///< by the model's metadata; 0: not
    int m_further = 0;
    int m_classes = -1;
};

/// [B, N, 6 …]: corners in pixels of the input, score, class; what follows is key points or masks.
class RowsHead final : public Head {
public:
    explicit RowsHead(const HeadInput& input) {
        if (const int named = namedClasses(input.model); named > 0) m_classes = named;
    }
    [[nodiscard]] int classes() const override { return m_classes; }

    [[nodiscard]] std::optional<std::size_t> misfit(std::span<const Values> outputs,
                                                    std::size_t rows) const override {
        const Values& output = outputs[0];
        const bool fits = output.rank() == 3 && output.dim(0) >= rows && output.dim(2) >= kColumns;
        return fits ? std::nullopt : std::optional<std::size_t>(0);
    }

    bool read(std::span<const Values> outputs, std::size_t row, float confidence,
              std::vector<Candidate>& candidates) const override {
        const std::span<const float> values = outputs[0].row(row);
        const std::size_t columns = outputs[0].dim(2);
        bool finite = true;
        for (std::size_t i = 0; i < outputs[0].dim(1); ++i) {
            const auto v = values.subspan(i * columns, columns);
            if (v[4] < confidence) continue;
            if (!std::isfinite(v[5]))
                finite = false;
            else if (v[5] > -0.5F && v[5] < kMostClasses)
                addCandidate({v[0], v[1], v[2], v[3], v[4], static_cast<std::int32_t>(std::lround(v[5])),
                              static_cast<std::uint32_t>(i)},
                             candidates, finite);
        }
        return finite;
    }

private:
    static constexpr std::size_t kColumns = 6;
    static constexpr float kMostClasses = 1e6F;
    int m_classes = -1;
};

}  // namespace

std::unique_ptr<const Head> yoloHead(DetectorKind kind, const HeadInput& input) {
    if (input.model.outputs[0].shape.size() != 3) return nullptr;
    auto head = std::make_unique<YoloHead>(kind, input);
    return head->classes() == 0 ? nullptr : std::move(head);
}

std::unique_ptr<const Head> rowsHead(const HeadInput& input) {
    const auto& shape = input.model.outputs[0].shape;
    if (shape.size() != 3 || (shape[2] >= 0 && shape[2] < 6)) return nullptr;
    return std::make_unique<RowsHead>(input);
}

}  // namespace pwb::evaluate
