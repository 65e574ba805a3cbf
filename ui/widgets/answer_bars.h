// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/result/run_result.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

/// The five most likely classes of one engine for one sample, with bars; the true class carries a tick.
class AnswerBars : public QWidget {
    Q_OBJECT

public:
    explicit AnswerBars(const EngineKind& kind, QWidget* parent = nullptr);
    void setSample(const std::shared_ptr<const result::RunResult>& document, int sample);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Answer {
        QString name;
        double confidence;
        bool right;
    };
    EngineKind m_kind;
    QVector<Answer> m_answers;
    QString m_head;
};

}  // namespace pwb::ui
