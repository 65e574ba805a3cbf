// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QProgressBar;

namespace pwb::ui {

class LayersJob;

/// How far a job on the layers is, with Cancel; hidden while there is none.
class JobStrip : public QWidget {
    Q_OBJECT

public:
    /// `job` outlives it.
    explicit JobStrip(LayersJob* job, QWidget* parent = nullptr);

private:
    void renew();

    LayersJob* m_job;
    QLabel* m_text;
    QProgressBar* m_bar;
};

}  // namespace pwb::ui
