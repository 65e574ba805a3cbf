// SPDX-License-Identifier: GPL-3.0-or-later
// One file per subcommand; each function adds its own.
#pragma once

#include "app/command_line.h"

namespace pwb::app {

void addInspect(CommandLine& line);
void addBuild(CommandLine& line);
void addCompare(CommandLine& line);
void addCalibrate(CommandLine& line);
void addPreprocess(CommandLine& line);
void addLayers(CommandLine& line);
void addReport(CommandLine& line);
void addDoctor(CommandLine& line);

}  // namespace pwb::app
