using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace PersonaGrain.Identities;

/// <summary>SHA-256 of a value in lower-case hexadecimal digits, as advertising platforms take e-mail addresses and telephone numbers.</summary>
internal static class IdentityHash
{
    private const int Digits = 2 * SHA256.HashSizeInBytes;
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The hash of nothing: what a sender sends who hashes without looking.</summary>
    internal static readonly string OfNothing = Of(string.Empty);

    /// <summary>Whether a value is one already.</summary>
    internal static bool IsOne(string value) => value.Length == Digits && !value.AsSpan().ContainsAnyExcept(Hexadecimal);

    /// <summary>The hash of a value.</summary>
    internal static string Of(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)));
}
