// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/dataset/objects.h"
#include "core/dataset/preprocess.h"
#include "core/model/info.h"

namespace pwb::evaluate {

/// One answer of a detector, in pixels of the original image (dataset::Box says where these begin), clipped
/// to it.
struct Detection {
    float x = 0, y = 0, width = 0, height = 0;
    float confidence = 0;  ///< 0–1
    std::int32_t label = 0;

    [[nodiscard]] dataset::Box box() const { return {x, y, width, height}; }
    bool operator==(const Detection&) const = default;
};
/// Of one sample, most confident first.
using Detections = std::vector<Detection>;
/// Of all samples, by index; null where a sample has no answer (yet, or because it could not be read).
/// Shared, so that copies of a document in progress are cheap.
using DetectionTable = std::vector<std::shared_ptr<const Detections>>;

/// Intersection over union of two boxes, 0–1; with a crowd, intersection over the first box's area.
[[nodiscard]] double overlap(const dataset::Box& detection, const dataset::Box& object, bool crowd = false);

/// What a detector's outputs mean.
enum class DetectorKind {
    YoloV5,   ///< [B, N, 5 + C]: cx, cy, w, h, objectness, class scores, input pixels (v5, v7, decoded v6)
    YoloV8,   ///< [B, 4 + C, N] or transposed: cx, cy, w, h, class scores (v8, v9, v11, v12)
    YoloV10,  ///< [B, N, 6]: x1, y1, x2, y2, score, class, no NMS needed (v10, v26, exports with NMS)
    YoloX,    ///< [B, N, 5 + C] in grid units of the strides 8, 16, 32
    Detr,     ///< logits [B, Q, C] and boxes [B, Q, 4]: cx, cy, w, h as fractions (DETR, RT-DETR, RF-DETR)
    Ssd,      ///< scores [B, N, 1 + C] with background first, boxes [B, N, 4]: corners as fractions
    Boxes,    ///< boxes, labels, scores (and a number of them) after NMS inside the graph
    YuNet,    ///< face detection: cls, obj, bbox per stride 8, 16, 32
    Scrfd     ///< face detection: scores and edge distances per stride 8, 16, 32, two anchors per cell
};
/// "yolov5", "yolov8", "yolov10", "yolox", "detr", "ssd", "boxes", "yunet", "scrfd".
[[nodiscard]] std::string_view detectorId(DetectorKind kind);
[[nodiscard]] std::optional<DetectorKind> detectorFromId(std::string_view id);

/// How outputs become detections; what is absent follows from the model's family.
struct DecodeOptions {
    std::optional<DetectorKind> kind;
    double confidence = 0.001;  ///< weaker answers are dropped; low, for the whole precision–recall curve
    std::optional<double> nmsIou;     ///< boxes of a class that overlap more are one object
    std::optional<bool> agnosticNms;  ///< NMS across classes
    int maxDetections = 300;          ///< of one image
};

/// A detector's outputs, understood once and then decoded batch by batch. Immutable; for several threads.
class Decoder {
public:
    /// `inputWidth`, `inputHeight`: of the model's input, pixels. `classes`: the data's class names, to check
    /// against; empty: not known.
    /// Errors (BadInput): evaluate.detector_unknown {outputs}, evaluate.detector_unfit {kind, outputs},
    /// evaluate.detector_classes {model, data}.
    [[nodiscard]] static base::Result<Decoder> create(const model::ModelInfo& model, int inputWidth,
                                                      int inputHeight, const DecodeOptions& options,
                                                      std::span<const std::string> classes = {});

    /// Detections of the first placements.size() rows of a batch; `outputs` as the model lists them.
    /// A value that is not finite drops its candidate, and `nonFinite` (may be null) counts such rows.
    /// Errors (BadInput): evaluate.detector_shape {output, shape}, evaluate.detector_fractions (where pixels
    /// are expected).
    [[nodiscard]] base::Result<std::vector<Detections>> decode(std::span<const base::Tensor> outputs,
                                                               std::span<const dataset::Placement> placements,
                                                               std::int64_t* nonFinite = nullptr) const;

    [[nodiscard]] DetectorKind kind() const;
    [[nodiscard]] int classes() const;                   ///< that the outputs can name; −1 when open
    [[nodiscard]] const DecodeOptions& options() const;  ///< with what was absent filled in

    struct State;

private:
    explicit Decoder(std::shared_ptr<const State> state) : m_state(std::move(state)) {}
    std::shared_ptr<const State> m_state;
};

/// The kind that names, shapes and metadata of a model show; nothing where none is conclusive.
[[nodiscard]] std::optional<DetectorKind> recognizeDetector(const model::ModelInfo& model);

/// The preprocessing that this family of detectors is trained with, for what neither the user nor a file
/// beside the model says.
[[nodiscard]] dataset::PreprocessOptions usualPreprocess(DetectorKind kind);

}  // namespace pwb::evaluate
