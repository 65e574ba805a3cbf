// SPDX-License-Identifier: GPL-3.0-or-later
// Precompiled for the tests of core and of the command line.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cmake/pch/core.h"
