# Every third party, what it is for, and the Debian package that brings it.
find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)   # JSON                      nlohmann-json3-dev
find_package(yaml-cpp REQUIRED)             # YAML option files         libyaml-cpp-dev
find_package(OpenSSL REQUIRED)              # SHA-256                   libssl-dev
find_package(Boost 1.74 REQUIRED)           # Boost.Math                libboost-math-dev
find_package(HDF5 REQUIRED COMPONENTS C HL) # scenes, MAT 7.3           libhdf5-dev
find_package(ZLIB REQUIRED)                 # compressed scenes         zlib1g-dev
find_package(PkgConfig REQUIRED)
pkg_check_modules(MATIO REQUIRED IMPORTED_TARGET matio)       # MAT v5 and v7.3  libmatio-dev
pkg_check_modules(SNDFILE REQUIRED IMPORTED_TARGET sndfile)   # WAV              libsndfile1-dev
pkg_check_modules(FFTW REQUIRED IMPORTED_TARGET fftw3f)       # spectra          libfftw3-dev
find_package(Qt6 6.4 REQUIRED COMPONENTS Core Sql)            # the store        qt6-base-dev
if(BUILD_TESTING)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
if(ANDON_BUILD_NEURAL)
  # faiss's CMake package needs OpenMP and BLAS found first.
  find_package(OpenMP REQUIRED)
  find_package(BLAS REQUIRED)
  find_package(LAPACK REQUIRED)
  find_package(Torch REQUIRED)              # networks                  libtorch-dev
  find_package(OpenCV 4.6 REQUIRED COMPONENTS core imgproc imgcodecs dnn) # images, tests of ONNX files  libopencv-dev
  find_package(Protobuf REQUIRED)           # its ONNX classes          libprotobuf-dev
  find_package(ONNX REQUIRED)               # ONNX files                libonnx-dev
  find_package(JPEG REQUIRED)               # JPEG that notices damage  libjpeg-dev
  find_package(faiss CONFIG REQUIRED)       # nearest neighbours        libfaiss-dev
  pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo) # PDF reports, Hangul included  libpango1.0-dev
  find_package(CLI11 2.1 REQUIRED)          # command line              libcli11-dev
endif()
if(ANDON_BUILD_UI)
  # libqt6opengl6-dev must be present or Qt6Charts is "not found".
  find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Charts Svg Concurrent PrintSupport LinguistTools)
endif()
