// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace pwb::dataset {

/// Before anything else of OpenCV: no threads of its own, nothing on stderr. Cheap to call again.
void quietOpenCv();

}  // namespace pwb::dataset
