// SPDX-License-Identifier: GPL-3.0-or-later
// All that the front ends do with runs.
#pragma once

#include "core/run/execute.h"
#include "core/run/open_run.h"
#include "core/run/plan.h"
#include "core/run/profile.h"
#include "core/run/progress.h"
#include "core/run/rebuild.h"
