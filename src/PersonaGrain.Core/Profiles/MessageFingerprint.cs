using System.Numerics;
using System.Runtime.InteropServices;

namespace PersonaGrain.Profiles;

/// <summary>A 64-bit fingerprint of a message id. Stored in snapshots: the function must not change (golden test).</summary>
/// <remarks>
/// Fingerprints are compared within one profile only: with 1,000 remembered ids a new id collides with probability
/// 1,000 / 2⁶⁴ ≈ 5·10⁻¹⁷. Multiply-and-fold of 8 bytes at a time, ~10 ns for 36 characters, no allocation.
/// </remarks>
public static class MessageFingerprint
{
    private const ulong First = 0x9E3779B97F4A7C15;
    private const ulong Second = 0xD6E8FEB86659FD93;

    /// <summary>The fingerprint of an id.</summary>
    public static ulong Of(ReadOnlySpan<char> id)
    {
        var bytes = MemoryMarshal.AsBytes(id);
        var state = Second ^ ((ulong)bytes.Length * First);
        while (bytes.Length >= sizeof(ulong))
        {
            state = Fold(state ^ MemoryMarshal.Read<ulong>(bytes), First);
            bytes = bytes[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (var index = 0; index < bytes.Length; index++)
        {
            rest |= (ulong)bytes[index] << (8 * index);
        }

        return Fold(Fold(state ^ rest, First) ^ BitOperations.RotateLeft(state, 32), Second);
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low;
    }
}
