// SPDX-License-Identifier: GPL-3.0-or-later
// One file per subcommand. Each function adds its subcommand; when that is chosen, `action` is set to what
// main() then runs, which returns the exit code.
#pragma once

#include <CLI/App.hpp>
#include <functional>

namespace pwb::app {

using Action = std::function<int()>;

void addInspect(CLI::App& root, Action& action);
void addBuild(CLI::App& root, Action& action);
void addCompare(CLI::App& root, Action& action);
void addCalibrate(CLI::App& root, Action& action);
void addLayers(CLI::App& root, Action& action);
void addReport(CLI::App& root, Action& action);
void addDoctor(CLI::App& root, Action& action);

}  // namespace pwb::app
