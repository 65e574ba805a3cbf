// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

#include "ui/widgets/chip.h"

class QLabel;

namespace pwb::ui {

class ElidedLabel;

/// The file or folder a card is about: icon, name, facts, and how reading it went.
class FileTile : public QFrame {
    Q_OBJECT

public:
    FileTile(const QString& iconName, const QString& pathObjectName, QWidget* parent = nullptr);
    /// Nothing chosen yet: `name` says what to drop, `detail` how else to get it.
    void setFile(const QString& name, const QString& detail, const QString& tip);
    void setState(Chip::Sign sign, const QString& text);  ///< an empty text hides the chip

signals:
    void clicked();

protected:
    void changeEvent(QEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    QString m_icon;
    QLabel* m_picture;
    ElidedLabel* m_name;
    ElidedLabel* m_detail;
    Chip* m_chip;
};

}  // namespace pwb::ui
