// SPDX-License-Identifier: GPL-3.0-or-later
// The hidden `pwb worker session PROVIDER` command alone.
#include "core/runtime/session_server.h"

int main(int argc, char** argv) {
    return argc > 3 ? pwb::runtime::sessionWorkerMain(argv[3]) : 2;
}
