// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "ui/jobs/run_state.h"
#include "ui/widgets/verdict_card.h"

namespace pwb::ui {

/// The words around a verdict, from the document's figures.

/// "all 4 requirements met", "3 of 4 requirements met"; of the advised precision.
[[nodiscard]] QString requirementsMet(const decide::Decision& decision);
[[nodiscard]] QList<VerdictCard::Fact> decisionFacts(const decide::Decision& decision);
/// One fact per engine: finished with its figures, or how far it is.
[[nodiscard]] QList<VerdictCard::Fact> engineFacts(const result::RunResult& document, const RunState& state);
/// "INT8 is still calibrating. The verdict appears when …"
[[nodiscard]] QString waitingSentence(const RunState& state);
[[nodiscard]] QString unfinishedSentence(const result::RunResult& document);

}  // namespace pwb::ui
