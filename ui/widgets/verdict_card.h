// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>

#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

class QLabel;

namespace pwb::ui {

class FlowLayout;

/// The answer of a run: at the left the verdict on the tint of its engine, at the right the sentence that
/// gives the reason and the facts it rests on.
class VerdictCard : public QFrame {
    Q_OBJECT

public:
    struct Fact {
        Chip::Sign sign = Chip::Sign::None;
        QString text;
    };
    explicit VerdictCard(QWidget* parent = nullptr);

    /// Without an engine the block is neutral and has no mark.
    void setVerdict(const std::optional<EngineKind>& kind, const QString& headline, const QString& below);
    void setReason(const QString& sentence, const QList<Fact>& facts);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showMark();
    std::optional<EngineKind> m_kind;
    QWidget* m_block;
    QLabel* m_mark;
    QLabel* m_headline;
    QLabel* m_below;
    QLabel* m_sentence;
    QWidget* m_right;
    QWidget* m_facts;
    FlowLayout* m_flow;
    QList<Chip*> m_chips;
};

}  // namespace pwb::ui
