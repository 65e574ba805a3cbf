// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <memory>

#include "core/result/run_result.h"
#include "ui/models/samples.h"

namespace pwb::ui {

/// The samples of one cell of a confusion matrix as small pictures, each with the answers and confidences of
/// two engines and whether only one of them gives this answer.
class SampleGrid : public QListView {
    Q_OBJECT

public:
    explicit SampleGrid(QWidget* parent = nullptr);
    /// `shown` is the engine whose cell it is, `other` the one it is held against.
    void setSamples(const std::shared_ptr<const result::RunResult>& document, const base::EngineId& shown,
                    const base::EngineId& other, const QVector<CellSample>& samples);

signals:
    void sampleActivated(int sample);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Model;
    class Delegate;
    Model* m_model;
};

}  // namespace pwb::ui
