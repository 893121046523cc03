using System.Buffers;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>The binary form of a signal that is set aside: as in a journal, with the further identities that it names. What else is kept of it stands beside it.</summary>
public static class QuarantineCodec
{
    /// <summary>Writes the signal.</summary>
    public static void Write(QuarantinedSignal held, IBufferWriter<byte> target)
    {
        ArgumentNullException.ThrowIfNull(held);
        SignalCodec.Write(held.Signal, held.Received, target, others: held.Others);
    }

    /// <summary>Reads a signal, when it came, and the further identities that it names.</summary>
    /// <exception cref="FormatException">The bytes are not a signal that this version can read.</exception>
    public static (Signal Signal, Instant Received, IReadOnlyList<Identity>? Others) Read(ReadOnlySpan<byte> source)
    {
        var (signal, received) = SignalCodec.Read(source, null, out _, out var others);
        return (signal, received, others);
    }
}
