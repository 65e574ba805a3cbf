// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/status_line.h"

#include <QFileInfo>
#include <algorithm>

#include "ui/widgets/label.h"

namespace pwb::ui {

StatusLine::StatusLine(QWidget* parent)
    : QStatusBar(parent), m_left(label({}, TextRole::Caption)), m_right(label({}, TextRole::Caption)) {
    setSizeGripEnabled(false);
    setFixedHeight(std::max(24, scaled(24)));
    m_left->setContentsMargins(10, 0, 0, 0);
    m_right->setContentsMargins(0, 0, 14, 0);
    addWidget(m_left, 1);
    addPermanentWidget(m_right);
}

void StatusLine::showRun(const QString& folder, const Document& document, bool running, const QString& note) {
    const QString left =
        folder.isEmpty() ? tr("no run open") : QFileInfo(folder).fileName() + QStringLiteral("/run.sqlite");
    const QString state = !note.isEmpty() ? note
                          : running       ? tr("stored as it is produced; a cancelled run can be resumed")
                          : !document     ? tr("nothing written yet")
                          : document->finished ? tr("all figures stored")
                                               : tr("unfinished; what was done is stored");
    m_left->setText(left + QStringLiteral("        ") + state);
    m_left->setToolTip(folder);
    if (!document) return m_right->clear();
    const runtime::Environment& where = document->environment;
    m_right->setText(tr("%1 provider, %2, %3")
                         .arg(QString::fromStdString(where.provider).toUpper(),
                              where.threads == 1 ? tr("1 thread") : tr("%1 threads").arg(where.threads),
                              QString::fromStdString(where.cpu.name)));
}

}  // namespace pwb::ui
