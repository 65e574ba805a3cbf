// SPDX-License-Identifier: GPL-3.0-or-later
// The hidden `pwb worker` command alone, so that core's tests need no front end.
#include "core/measure/measure.h"

int main(int argc, char** argv) {
    return pwb::measure::workerMain({argv + 2, argv + argc});
}
