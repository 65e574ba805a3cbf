// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <functional>
#include <initializer_list>

#include "core/run/plan.h"
#include "ui/jobs/inspect_job.h"
#include "ui/widgets/card.h"

class QPushButton;

namespace pwb::ui {

/// One of the four cards of the Setup page. It shows a plan, changes its own part of it, and shows what
/// reading the plan's files gave.
class SetupCard : public Card {
    Q_OBJECT

public:
    using Card::Card;
    /// Fills the fields without emitting edited().
    virtual void setPlan(const run::RunPlan& plan) = 0;
    /// Writes the fields into the plan; a field that holds nonsense leaves it as it is.
    virtual void apply(run::RunPlan& plan) const = 0;
    virtual void setFacts(const run::RunPlan& plan, const SetupFacts& facts) = 0;

signals:
    void edited();
    void openRequested();
    void openFileRequested();

protected:
    /// A head button that asks whether a folder or a file is to be opened.
    [[nodiscard]] QPushButton* openButton(const QString& text, const QString& objectName);
};

/// A combo box of (text, data) pairs in the table's type size.
[[nodiscard]] QComboBox* choiceBox(const QString& objectName,
                                   std::initializer_list<std::pair<QString, QString>> choices);
void choose(QComboBox* box, const QString& data);
/// Of files that data is read from: "csv", "json", "npz", "mp4", …, in lower case.
[[nodiscard]] QStringList dataSuffixes();
/// "glyphs/val" of /home/u/models/glyphs/val: enough of a path to recognise it.
[[nodiscard]] QString shortPath(const std::filesystem::path& path);
/// The path with the home folder as ~.
[[nodiscard]] QString homePath(const std::filesystem::path& path);

}  // namespace pwb::ui
