import CKernels

/// One slot of the radio environment, drawn by the vector kernels.
///
/// Arrays have the shapes of ``PricingRadio``; slot 0 starts them, later slots move them.
struct RadioKernel {
    let parameters: PricingRadio.Parameters
    let followers: Int
    let stations: Int
    let stationX: [Double]
    let stationY: [Double]
    /// One seed and one number an environment.
    let seeds: [UInt64]
    let numbers: [UInt64]
    let slot: UInt32
    let kind: KernelKind

    /// Positions and velocities, section 3.3.
    func move(x: inout [Double], y: inout [Double], velocityX: inout [Double], velocityY: inout [Double]) {
        unsafe withViews { radio, streams in
            unsafe ck_move(kind.rawValue, radio, streams, slot, &x, &y, &velocityX, &velocityY)
        }
    }

    /// Fading and gains, sections 3.4 and 3.5.
    func fade(
        x: [Double], y: [Double], real: inout [Double], imaginary: inout [Double], gain: inout [Double]
    ) {
        unsafe withViews { radio, streams in
            unsafe ck_fade(kind.rawValue, radio, streams, slot, x, y, &real, &imaginary, &gain)
        }
    }

    /// Calls `body` with the kernels' view of this; the pointers are valid during the call.
    private func withViews(_ body: (UnsafePointer<ck_radio>, UnsafePointer<ck_streams>) -> Void) {
        unsafe seeds.withUnsafeBufferPointer { seeds in
            unsafe numbers.withUnsafeBufferPointer { numbers in
                unsafe stationX.withUnsafeBufferPointer { stationX in
                    unsafe stationY.withUnsafeBufferPointer { stationY in
                        var streams = unsafe ck_streams(seeds: seeds.baseAddress, environments: numbers.baseAddress)
                        var radio = unsafe ck_radio(
                            followers: followers, stations: stations, environments: seeds.count,
                            side: parameters.sideM, height: parameters.heightM,
                            velocity_sigma: parameters.velocitySigmaMPerS,
                            velocity_correlation: parameters.velocityCorrelation, slot_seconds: parameters.slotS,
                            rice: parameters.rice, fading_correlation: parameters.fadingCorrelation,
                            path_offset: parameters.pathLossOffsetDB * Self.nepersPerDB,
                            path_slope: parameters.pathLossSlopeDB, station_x: stationX.baseAddress,
                            station_y: stationY.baseAddress)
                        unsafe body(&radio, &streams)
                    }
                }
            }
        }
    }

    /// ln 10 / 10.
    private static let nepersPerDB = 0.23025850929940458
}
