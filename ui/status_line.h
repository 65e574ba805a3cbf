// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStatusBar>

#include "ui/pages/page.h"

class QLabel;

namespace pwb::ui {

/// The foot of the window: where the run is stored and how far, and what it was measured with.
class StatusLine : public QStatusBar {
    Q_OBJECT

public:
    explicit StatusLine(QWidget* parent = nullptr);
    /// `note`, where there is one, stands in place of how far the run is stored.
    void showRun(const QString& folder, const Document& document, bool running, const QString& note = {});

private:
    QLabel *m_left, *m_right;
};

}  // namespace pwb::ui
