// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/words.h"

namespace pwb::app {

/// Exit codes of pwb.
enum ExitCode {
    kDone = 0,
    kRequirementMissed = 1,
    kUsage = 2,
    kBadInput = 3,
    kEngineFailure = 4,
    kCancelled = 130
};

/// The words of the language that LC_ALL, LC_MESSAGES or LANG name.
[[nodiscard]] const base::Words& words();
/// What LC_ALL, LC_MESSAGES or LANG asks for, as they spell it; "en" without them.
[[nodiscard]] std::string language();

/// Prints "pwb: FILE: cause remedy" on stderr and returns the exit code for it.
int fail(const base::Error& error);

/// Prints one line on stderr.
void note(const std::string& text);

/// Rows under a head, columns two spaces apart; numbers (as `right` says) to the right. Widths are counted in
/// characters, not bytes.
[[nodiscard]] std::string alignedTable(const std::vector<std::vector<std::string>>& rows,
                                       const std::vector<bool>& right);

/// "label:  text" lines with the texts in one column.
[[nodiscard]] std::string factLines(const std::vector<std::pair<std::string, std::string>>& facts);

/// The typographic minus as an ASCII hyphen, which every terminal and every script reads.
[[nodiscard]] std::string plainMinus(std::string text);

}  // namespace pwb::app
