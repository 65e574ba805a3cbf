// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>
#include <optional>

#include "core/compare/objects.h"
#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// A box of one pane, in pixels of the picture.
struct SceneBox {
    dataset::Box box;
    QString name;  ///< its class
    float confidence = 0;
    compare::ObjectFate fate = compare::ObjectFate::Kept;  ///< against FP32; Lost: FP32's, missing here
    bool annotated = false;                                ///< what was lost or is new is an annotated object
    int change = -1;  ///< of ObjectComparison::changes of this engine; −1: none
    QString words;    ///< all of it, for the tool tip and screen readers
};
/// What one engine sees in one sample, and what it does not see any more.
struct DetectionScene {
    result::EngineKind kind;
    bool answered = false;    ///< there are detections of this sample
    QVector<SceneBox> boxes;  ///< from the threshold on, most confident first, then what is lost
    QString summary;          ///< "7 objects, 1 lost, 1 new"
};
/// An annotated object of the sample.
struct SceneObject {
    dataset::Box box;
    QString name;
    double side = 0;  ///< √area, px
    bool crowd = false;
};

/// The engines whose detections are drawn, in the document's order: all that have any.
[[nodiscard]] std::vector<result::EngineKind> sceneKinds(const result::RunResult& document);
/// The confidence from which detections are shown and compared.
[[nodiscard]] double shownThreshold(const result::RunResult& document);
[[nodiscard]] DetectionScene detectionScene(const result::RunResult& document, const base::EngineId& engineId,
                                            int sample);
[[nodiscard]] QVector<SceneObject> annotatedObjects(const result::RunResult& document, int sample);
/// All that the panes draw, as text: a row per box and engine, then the annotated objects.
[[nodiscard]] CellTable sceneTable(const QVector<DetectionScene>& scenes,
                                   const QVector<SceneObject>& objects);

}  // namespace pwb::ui
