# One helper per kind of target; flags live here and nowhere else.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(andon_flags INTERFACE)
target_include_directories(andon_flags INTERFACE ${CMAKE_SOURCE_DIR})
# No contraction: a fused multiply-add would change the simulators' bits from one machine to another.
target_compile_options(andon_flags INTERFACE -Wall -Wextra -Wno-missing-field-initializers -ffp-contract=off)
if(ANDON_WARNINGS_AS_ERRORS)
  # GCC 12 reports -Wrestrict inside std::string's own operator+ (GCC bug 105651).
  target_compile_options(andon_flags INTERFACE -Werror -Wno-error=restrict)
endif()
if(ANDON_SANITIZE)
  target_compile_options(andon_flags INTERFACE -fsanitize=address,undefined -fno-omit-frame-pointer)
  target_link_options(andon_flags INTERFACE -fsanitize=address,undefined)
endif()

# andon_core_library(NAME): a static core library; each room adds its own files with target_sources.
function(andon_core_library name)
  add_library(${name} STATIC)
  target_link_libraries(${name} PUBLIC andon_flags)
endfunction()

# andon_test(NAME SOURCES a.cpp LIBS andon_signal LABELS fast [TIMEOUT s]): a QtTest program run by CTest, offscreen.
function(andon_test name)
  cmake_parse_arguments(T "" "TIMEOUT" "SOURCES;LIBS;LABELS" ${ARGN})
  add_executable(${name} ${T_SOURCES})
  set_target_properties(${name} PROPERTIES AUTOMOC ON)
  target_compile_definitions(${name} PRIVATE QT_NO_KEYWORDS ANDON_TEST_DATA="${CMAKE_SOURCE_DIR}/tests"
                             ANDON_SHARED_DATA="${CMAKE_SOURCE_DIR}/../shared/data")
  target_link_libraries(${name} PRIVATE andon_flags ${T_LIBS} Qt6::Test)
  if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(${name} PRIVATE -O1) # what is tested stays optimised; the tests themselves compile faster
  endif()
  add_test(NAME ${name} COMMAND ${name})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 300)
  endif()
  set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}" TIMEOUT ${T_TIMEOUT}
    ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;OMP_NUM_THREADS=2;OMP_WAIT_POLICY=passive")
endfunction()
