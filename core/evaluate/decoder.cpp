// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/evaluate/decode_head.h"
#include "core/evaluate/decode_values.h"
#include "core/evaluate/detection.h"
#include "core/evaluate/nms.h"

namespace pwb::evaluate {

struct Decoder::State {
    DetectorKind kind;
    DecodeOptions options;
    std::unique_ptr<const Head> head;
    std::vector<std::string> outputNames;
    std::string file;
};

namespace {

constexpr std::array<std::pair<DetectorKind, std::string_view>, 9> kIds = {
    {{DetectorKind::YoloV5, "yolov5"},
     {DetectorKind::YoloV8, "yolov8"},
     {DetectorKind::YoloV10, "yolov10"},
     {DetectorKind::YoloX, "yolox"},
     {DetectorKind::Detr, "detr"},
     {DetectorKind::Ssd, "ssd"},
     {DetectorKind::Boxes, "boxes"},
     {DetectorKind::YuNet, "yunet"},
     {DetectorKind::Scrfd, "scrfd"}}};

std::string allIds() {
    return base::joined(kIds, ", ", [](const auto& entry) { return entry.second; });
}

std::string outputsText(const model::ModelInfo& model) {
    return base::joined(model.outputs, ", ",
                        [](const auto& output) { return output.name + " " + model::shapeText(output); });
}

std::unique_ptr<const Head> headOf(DetectorKind kind, const HeadInput& input) {
    switch (kind) {
        case DetectorKind::YoloV5:
        case DetectorKind::YoloV8:
            return yoloHead(kind, input);
        case DetectorKind::YoloV10:
            return rowsHead(input);
        case DetectorKind::YoloX:
            return yoloxHead(input);
        case DetectorKind::Detr:
            return detrHead(input);
        case DetectorKind::Ssd:
            return ssdHead(input);
        case DetectorKind::Boxes:
            return boxesHead(input);
        case DetectorKind::YuNet:
        case DetectorKind::Scrfd:
            return faceHead(kind, input);
    }
    return nullptr;
}

/// What the family's own validation or demonstration suppresses with. A YOLOv8 layout that does not come from
/// Ultralytics' exporter, whose own value is .7, gets the .6 of the older ones.
double usualIou(DetectorKind kind, const model::ModelInfo& model) {
    switch (kind) {
        case DetectorKind::YoloV5:
            return 0.6;
        case DetectorKind::YoloV8:
            return model.metadata.contains("task") ? 0.7 : 0.6;
        case DetectorKind::YoloX:
            return 0.65;
        case DetectorKind::Ssd:
            return 0.45;
        case DetectorKind::YuNet:
            return 0.3;
        case DetectorKind::Scrfd:
            return 0.4;
        case DetectorKind::YoloV10:
        case DetectorKind::Detr:
        case DetectorKind::Boxes:
            break;
    }
    return kNoSuppression;
}

bool givesPixels(DetectorKind kind) {
    return kind == DetectorKind::YoloV5 || kind == DetectorKind::YoloV8 || kind == DetectorKind::YoloV10 ||
           kind == DetectorKind::Boxes;
}

/// Whether all likely boxes have a size and yet lie within the first pixel or so, as fractions do that are
/// taken for pixels.
bool lookLikeFractions(const std::vector<Candidate>& candidates) {
    constexpr float kLikely = 0.5F, kLargest = 1.5F;
    bool any = false;
    for (const Candidate& box : candidates) {
        if (box.score < kLikely) continue;
        if (!(box.left > -kLargest && box.top > -kLargest && box.right < kLargest && box.bottom < kLargest &&
              box.left < box.right && box.top < box.bottom))
            return false;
        any = true;
    }
    return any;
}

/// In the original image and clipped to it; nothing when nothing of it is left.
std::optional<Detection> toImage(const Candidate& candidate, const dataset::Placement& placement) {
    const dataset::Box box =
        placement.toOriginal({candidate.left, candidate.top, double{candidate.right} - candidate.left,
                              double{candidate.bottom} - candidate.top});
    const double left = std::clamp(box.x, 0.0, double(placement.width));
    const double top = std::clamp(box.y, 0.0, double(placement.height));
    const double right = std::clamp(box.x + box.width, 0.0, double(placement.width));
    const double bottom = std::clamp(box.y + box.height, 0.0, double(placement.height));
    if (!(right > left && bottom > top)) return std::nullopt;
    return Detection{
        static_cast<float>(left),         static_cast<float>(top), static_cast<float>(right - left),
        static_cast<float>(bottom - top), candidate.score,         candidate.label};
}

}  // namespace

std::string_view detectorId(DetectorKind kind) {
    for (const auto& [known, id] : kIds)
        if (known == kind) return id;
    return {};
}

std::optional<DetectorKind> detectorFromId(std::string_view id) {
    for (const auto& [kind, known] : kIds)
        if (known == id) return kind;
    return std::nullopt;
}

base::Result<Decoder> Decoder::create(const model::ModelInfo& model, int inputWidth, int inputHeight,
                                      const DecodeOptions& options, std::span<const std::string> classes) {
    const std::string file = model.path.string();
    const auto kind = options.kind ? options.kind : recognizeDetector(model);
    if (!kind)
        return base::badInput(file, "evaluate.detector_unknown",
                              {{"outputs", outputsText(model)}, {"kinds", allIds()}});
    auto head = model.outputs.empty() ? nullptr : headOf(*kind, {model, inputWidth, inputHeight, classes});
    if (!head)
        return base::badInput(
            file, "evaluate.detector_unfit",
            {{"kind", std::string(detectorId(*kind))}, {"outputs", outputsText(model)}, {"kinds", allIds()}});
    if (head->classes() >= 0 && classes.size() > static_cast<std::size_t>(head->classes()))
        return base::badInput(
            file, "evaluate.detector_classes",
            {{"model", std::to_string(head->classes())}, {"data", std::to_string(classes.size())}});
    auto state = std::make_shared<State>();
    state->kind = *kind;
    state->options = options;
    state->options.kind = *kind;
    if (!options.nmsIou) state->options.nmsIou = usualIou(*kind, model);
    if (!options.agnosticNms) state->options.agnosticNms = false;
    state->head = std::move(head);
    for (const auto& output : model.outputs) state->outputNames.push_back(output.name);
    state->file = file;
    return Decoder(std::move(state));
}

base::Result<std::vector<Detections>> Decoder::decode(std::span<const base::Tensor> outputs,
                                                      std::span<const dataset::Placement> placements,
                                                      std::int64_t* nonFinite) const {
    const auto unfit = [&](std::size_t index) {
        return base::badInput(
            m_state->file, "evaluate.detector_shape",
            {{"output", index < m_state->outputNames.size() ? m_state->outputNames[index] : ""},
             {"shape", index < outputs.size() ? base::shapeText(outputs[index].shape) : "[]"}});
    };
    if (outputs.size() != m_state->outputNames.size()) return unfit(outputs.size());
    std::vector<std::vector<float>> storage(outputs.size());
    std::vector<Values> values(outputs.size());
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        values[i] = {outputs[i].shape, asFloats(outputs[i], storage[i])};
        if (values[i].values.size() != static_cast<std::size_t>(outputs[i].count())) return unfit(i);
    }
    if (const auto misfit = m_state->head->misfit(values, placements.size())) return unfit(*misfit);

    std::vector<Detections> all(placements.size());
    std::vector<Candidate> candidates;
    for (std::size_t row = 0; row < placements.size(); ++row) {
        candidates.clear();
        const auto confidence = static_cast<float>(m_state->options.confidence);
        if (!m_state->head->read(values, row, confidence, candidates) && nonFinite) ++*nonFinite;
        if (givesPixels(m_state->kind) && lookLikeFractions(candidates))
            return base::badInput(m_state->file, "evaluate.detector_fractions",
                                  {{"kind", std::string(detectorId(m_state->kind))}});
        for (const Candidate& kept :
             suppress(candidates, *m_state->options.nmsIou, *m_state->options.agnosticNms,
                      static_cast<std::size_t>(std::max(0, m_state->options.maxDetections))))
            if (const auto detection = toImage(kept, placements[row])) all[row].push_back(*detection);
    }
    return all;
}

DetectorKind Decoder::kind() const {
    return m_state->kind;
}
int Decoder::classes() const {
    return m_state->head->classes();
}
const DecodeOptions& Decoder::options() const {
    return m_state->options;
}

}  // namespace pwb::evaluate
