using System.Runtime.InteropServices;

namespace PersonaGrain.Gateway.Keys;

/// <summary>What is kept of a key that a request showed: its hash, by which it is found again; nothing of a configured one, which stays for as long as the process.</summary>
/// <param name="Head">The first half of the hash.</param>
/// <param name="Tail">The second half.</param>
/// <param name="IsConfigured">Whether it is one of the settings.</param>
internal readonly record struct KeyMark(UInt128 Head, UInt128 Tail, bool IsConfigured)
{
    /// <summary>Of a key of the settings.</summary>
    internal static readonly KeyMark Configured = new(0, 0, IsConfigured: true);

    /// <summary>Of a key with a SHA-256.</summary>
    internal static KeyMark Of(ReadOnlySpan<byte> hash) =>
        new(MemoryMarshal.Read<UInt128>(hash), MemoryMarshal.Read<UInt128>(hash[16..]), IsConfigured: false);
}
