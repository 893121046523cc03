using System.Text;
using NodaTime;
using PersonaGrain.Documents;

namespace PersonaGrain.Cli.Mappings;

/// <summary>Reads what depends on where a file comes from: its encoding, how it writes numbers, its time zone, what its placeholders are.</summary>
internal static class MappingLocale
{
    /// <summary><c>encoding</c>: an IANA name; null where it is left out.</summary>
    public static Encoding? ReadEncoding(Fields root)
    {
        if (root.Optional("encoding") is not { } node || node.Text("encoding") is not { } name)
        {
            return null;
        }

        var encoding = FileEncodings.Find(name);
        if (encoding is null)
        {
            node.Fault("not an encoding that is known; write such as \"utf-8\", \"windows-1252\", \"iso-8859-15\" or \"utf-16\"");
        }

        return encoding;
    }

    /// <summary><c>decimal</c> and <c>thousands</c>.</summary>
    public static NumberNotation ReadNumbers(Fields root)
    {
        var point = root.Optional("decimal")?.Word("decimal", [".", ","]) is "," ? ',' : '.';
        if (root.Optional("thousands") is not { } node || node.Word("thousands", [",", ".", " ", "'", "’"]) is not { } text)
        {
            return new NumberNotation(point, null);
        }

        if (text[0] == point)
        {
            node.Fault("the sign between thousands is the decimal sign; write \"decimal\" too where it is a comma");
        }

        return new NumberNotation(point, text[0]);
    }

    /// <summary><c>timeZone</c>: a name of the IANA database; null where it is left out, or UTC.</summary>
    public static DateTimeZone? ReadZone(Fields root)
    {
        if (root.Optional("timeZone") is not { } node || node.Text("timeZone") is not { } name || name is "UTC" or "Z")
        {
            return null;
        }

        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);
        if (zone is null)
        {
            node.Fault($"not a time zone of the IANA database; write such as \"Europe/Berlin\"{NearName.Hint(name, DateTimeZoneProviders.Tzdb.Ids)}");
        }

        return zone;
    }

    /// <summary><c>blockedIds</c>: placeholders to add to those that are known, and to take away from them.</summary>
    public static (IReadOnlyList<string> Added, IReadOnlyList<string> Removed) ReadBlockedIds(Fields root)
    {
        if (root.Optional("blockedIds") is not { } node)
        {
            return ([], []);
        }

        var fields = Fields.Of(node, "blockedIds", "add", "remove");
        return (Texts(fields, "add"), Texts(fields, "remove"));
    }

    private static IReadOnlyList<string> Texts(Fields fields, string name) => fields.Optional(name) is { } node
        ? [.. node.Items($"the texts to {name}").Select(static item => MappingText.Of(item, "a text that stands where an id should"))]
        : [];
}
