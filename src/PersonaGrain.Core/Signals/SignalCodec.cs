#pragma warning disable MA0025, MA0150, CA1822 // contract only: being built
using System.Buffers;
using PersonaGrain.Time;

namespace PersonaGrain.Signals;

/// <summary>The binary form of a signal in a journal: version byte first, fields append-only, guarded by golden tests.</summary>
public static class SignalCodec
{
    /// <summary>Writes a signal and the time it was received.</summary>
    public static void Write(Signal signal, Instant received, IBufferWriter<byte> target) => throw new NotImplementedException(signal.Id + received + target);

    /// <summary>Reads a signal and the time it was received.</summary>
    /// <exception cref="FormatException">The bytes are not a signal that this version can read.</exception>
    public static (Signal Signal, Instant Received) Read(ReadOnlySpan<byte> source) => throw new NotImplementedException(source.Length.ToString());
}
