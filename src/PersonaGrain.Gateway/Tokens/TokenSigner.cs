using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Gateway.Tokens;

/// <summary>Signs and checks tokens: <c>pgt_</c> and, in base64url, a version, when it ends, the workspace and when that was added where it is not <c>main</c>, the profile, and an HMAC-SHA256 of these.</summary>
/// <remarks>A token hides nothing: whoever has it can read the profile's id in it. It is compared in fixed time, by each secret in turn.</remarks>
internal sealed class TokenSigner
{
    /// <summary>How every token begins.</summary>
    internal const string Prefix = "pgt_";

    // The first byte: which form follows. That of main has no workspace, as before there were others.
    private const byte OfMain = 1;
    private const byte OfAnother = 2;
    private const int HeadBytes = 1 + sizeof(long);
    private const int MostCharacters = 2_048;

    // What the secret is used for; another use of the same secret makes other keys.
    private static readonly byte[] Purpose = Encoding.ASCII.GetBytes("personagrain profile token 1");
    private readonly byte[][] _keys;

    /// <summary>Makes the keys: the first signs, all are believed.</summary>
    internal TokenSigner(GatewayTokens tokens)
    {
        IsTemporary = string.IsNullOrEmpty(tokens.Secret);
        var current = IsTemporary ? RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes) : Encoding.UTF8.GetBytes(tokens.Secret!);
        _keys = [Derive(current), .. tokens.PreviousSecrets.Select(secret => Derive(Encoding.UTF8.GetBytes(secret)))];
    }

    /// <summary>No secret is configured, so what this signs is good with this process alone.</summary>
    internal bool IsTemporary { get; }

    /// <summary>A token for a profile.</summary>
    /// <param name="workspace">The workspace of the profile.</param>
    /// <param name="created">When the workspace was added.</param>
    /// <param name="profile">What it opens.</param>
    /// <param name="expires">When it ends; whole seconds count.</param>
    internal string Sign(WorkspaceName workspace, Instant created, ProfileId profile, DateTimeOffset expires)
    {
        var name = workspace.IsMain ? string.Empty : workspace.Text;
        var start = HeadBytes + (workspace.IsMain ? 0 : sizeof(long) + 1 + name.Length);
        var length = start + Encoding.UTF8.GetByteCount(profile.Value);
        var bytes = new byte[length + HMACSHA256.HashSizeInBytes];
        bytes[0] = workspace.IsMain ? OfMain : OfAnother;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), expires.ToUnixTimeSeconds());
        if (!workspace.IsMain)
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(HeadBytes), created.Ticks);
            bytes[HeadBytes + sizeof(long)] = (byte)name.Length;
            Encoding.ASCII.GetBytes(name, bytes.AsSpan(HeadBytes + sizeof(long) + 1));
        }

        Encoding.UTF8.GetBytes(profile.Value, bytes.AsSpan(start));
        HMACSHA256.HashData(_keys[0], bytes.AsSpan(0, length), bytes.AsSpan(length));
        return Prefix + Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads a token; null where it was not signed by a secret that is known. Whether its time is over is the caller's to ask.</summary>
    internal OpenedProfile? Read(string token)
    {
        if (token.Length > MostCharacters ||
            !token.StartsWith(Prefix, StringComparison.Ordinal) ||
            !TryDecode(token.AsSpan(Prefix.Length), out var bytes))
        {
            return null;
        }

        var length = bytes.Length - HMACSHA256.HashSizeInBytes;
        return length > HeadBytes && IsSigned(bytes.AsSpan(0, length), bytes.AsSpan(length)) &&
            TryReadWorkspace(bytes.AsSpan(0, length), out var workspace, out var created, out var start) &&
            ProfileId.TryParse(Encoding.UTF8.GetString(bytes, start, length - start), out var profile, out _)
            ? new OpenedProfile(workspace, created, profile, DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1))))
            : null;
    }

    private static bool TryReadWorkspace(ReadOnlySpan<byte> content, out WorkspaceName workspace, out Instant created, out int start)
    {
        (workspace, created, start) = (WorkspaceName.Main, default, HeadBytes);
        if (content[0] != OfAnother)
        {
            return content[0] == OfMain;
        }

        const int NameAt = HeadBytes + sizeof(long) + 1;
        if (content.Length <= NameAt || !Instant.TryFromTicks(BinaryPrimitives.ReadInt64BigEndian(content[HeadBytes..]), out created))
        {
            return false;
        }

        start = NameAt + content[NameAt - 1];
        return start < content.Length && WorkspaceName.TryParse(Encoding.ASCII.GetString(content[NameAt..start]), out workspace, out _);
    }

    private bool IsSigned(ReadOnlySpan<byte> content, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isSigned = false;
        foreach (var key in _keys)
        {
            HMACSHA256.HashData(key, content, expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return isSigned;
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text, out var length))
        {
            return false;
        }

        bytes = new byte[length];
        return Base64Url.TryDecodeFromChars(text, bytes, out _);
    }

    private static byte[] Derive(byte[] secret) => HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, HMACSHA256.HashSizeInBytes, salt: null, Purpose);
}
