using System.Text;

namespace PersonaGrain.Gateway.Tests.Http;

/// <summary>Changes a sound body as no sender means to: cut, doubled, with bytes changed, with odd values in it. Seeded, so that a failure comes again.</summary>
internal sealed class BodyMutation(int seed)
{
    private static readonly byte[][] Insertions =
    [
        .. ((string[])
        [
            "null", "1e999", "NaN", "\\ud800", "\\u0000", "\0", "[[[[[[[[", "{}", "[]", "\"", "-0", "99999999999999999999", "0001-01-01", "true", "\"\":1,", "{\"$set\":",
        ]).Select(Encoding.UTF8.GetBytes),
        [0xC3],
        [0xFF],
    ];

    private static readonly string[] Values =
        ["null", "[]", "{}", "0", "-1", "1e400", "9007199254740993", "123456789012345678901", "true", "\"\"", "\"null\"", "\"\\ud800\"", "\"\\u0000\"", "[[1,[2]],{\"a\":[{}]}]"];

    private readonly Random _random = new(seed);

    internal int Next(int below) => _random.Next(below);

    /// <summary>One of some.</summary>
    internal T Any<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    /// <summary>The body, changed in one to three places; it never has a line break.</summary>
    internal byte[] Of(string body)
    {
        var bytes = new List<byte>(Encoding.UTF8.GetBytes(body));
        for (var times = _random.Next(1, 4); times > 0; times--)
        {
            Change(bytes);
        }

        return [.. bytes.Where(static value => value is not ((byte)'\n' or (byte)'\r'))];
    }

    private void Change(List<byte> bytes)
    {
        var at = _random.Next(bytes.Count + 1);
        switch (_random.Next(7))
        {
            case 0:
                bytes.RemoveRange(at, Math.Min(_random.Next(20), bytes.Count - at));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(_random.Next(60), bytes.Count - at)));
                break;
            case 3 or 4:
                ReplaceValue(bytes, at);
                break;
            default:
                bytes.InsertRange(at, Any(Insertions));
                break;
        }
    }

    // What stays JSON goes deeper than what does not: another value for a field.
    private void ReplaceValue(List<byte> bytes, int from)
    {
        var colon = bytes.IndexOf((byte)':', Math.Min(from, bytes.Count));
        var end = colon < 0 ? -1 : bytes.FindIndex(colon, static value => value is (byte)',' or (byte)'}' or (byte)']');
        if (end > colon)
        {
            bytes.RemoveRange(colon + 1, end - colon - 1);
            bytes.InsertRange(colon + 1, Encoding.UTF8.GetBytes(Any(Values)));
        }
    }
}
