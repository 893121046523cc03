using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Catalogs.Cases;

/// <summary>Reads files of cases for a catalog: <c>{ "now"?, "cases": [{ "name", "signals", "expect" }] }</c>, JSON with comments and trailing commas.</summary>
internal sealed class CaseReader
{
    /// <summary>Whose a signal is that names no profile.</summary>
    private const string StandardProfile = "somebody";

    private readonly ExpectationReader _expectations;
    private readonly HashSet<string> _names = [];
    private Instant _now = CaseTime.StandardNow;
    private int _signals;

    private readonly IdentityKinds _kinds;

    private CaseReader(Catalog catalog) => (_expectations, _kinds) = (new ExpectationReader(catalog), catalog.Identities);

    /// <summary>Reads a file; every fault is reported at once.</summary>
    public static CasesReading Read(ReadOnlyMemory<byte> utf8, Catalog catalog)
    {
        var faults = new FaultList();
        var cases = DocumentText.Read(utf8, "the file of cases", faults, root => new CaseReader(catalog).ReadAll(root));
        return faults.Count == 0 ? new CasesReading.Sound(cases!) : new CasesReading.Faulty(faults.Listed);
    }

    private List<CaseDocument> ReadAll(Node root)
    {
        var fields = Fields.Of(root, "a file of cases", "$schema", "now", "cases");
        _now = CaseTime.Read(fields["now"], CaseTime.StandardNow, CaseTime.StandardNow);
        var cases = fields.Required("cases", "write a list of cases");
        return cases is { } list ? [.. Some(list, "cases", "there are no cases: a test of none shows nothing").Select(ReadOne)] : [];
    }

    private CaseDocument ReadOne(Node node)
    {
        var fields = Fields.Of(node, "a case", "name", "signals", "expect");
        var name = fields.Required("name", "say in a sentence what the case shows")?.Text("the name", ifEmpty: "say what the case shows") ?? string.Empty;
        if (name.Length > 0 && !_names.Add(name))
        {
            fields["name"]!.Value.Fault("another case of the file has this name; tell them apart");
        }

        CaseSignal?[] signals = fields["signals"] is { } found ? [.. found.Items("signals").Select(Signal)] : [];
        var expect = fields.Required("expect", "write what is expected: one object, or a list of them") is not { } expected ? []
            : expected.Kind == JsonValueKind.Object ? [expected]
            : Some(expected, "what is expected", "nothing is expected: a case without an expectation shows nothing");
        return new CaseDocument(name, [.. signals.OfType<CaseSignal>()], [.. expect.Select(one => _expectations.Read(one, _now, Profile))]);
    }

    /// <summary>The items of a list that may not be empty.</summary>
    private static IReadOnlyList<Node> Some(Node node, string what, string ifEmpty)
    {
        var items = node.Items(what);
        if (node.Kind == JsonValueKind.Array && items.Count == 0)
        {
            node.Fault(ifEmpty);
        }

        return items;
    }

    private CaseSignal? Signal(Node node)
    {
        var fields = Fields.Of(node, "a signal", "id", "profile", "type", "time", "received", "value", "attributes", "traits");
        if (node.Kind != JsonValueKind.Object)
        {
            return null;
        }

        var faults = node.Faults.Count;
        var time = CaseTime.Read(fields["time"], _now, _now);
        var received = CaseTime.Read(fields["received"], _now, time);
        var profile = Profile(fields["profile"]);
        if (node.Faults.Count > faults)
        {
            return null;
        }

        switch (NativeSignalReader.Read(Native(node, profile, time), BlockedIds.Default, _kinds))
        {
            case NativeSignalReading.Read read:
                return new CaseSignal(node.Path, received, read.Observation);
            case NativeSignalReading.Refused refused:
                var field = refused.Fault.Field.Length == 0 ? node.Path : $"{node.Path}.{refused.Fault.Field}";
                node.Faults.Add(field, null, refused.Fault.Message);
                return null;
            default:
                throw new InvalidOperationException("a signal is read or refused");
        }
    }

    private ProfileId Profile(Node? node)
    {
        if (node is not { } found)
        {
            return ProfileId.Parse(StandardProfile);
        }

        if (found.Text("the profile") is not { } text)
        {
            return ProfileId.Parse(StandardProfile);
        }

        if (_kinds.TryResolve(text, out var key, out var fault))
        {
            return key;
        }

        found.Fault(fault.Message);
        return ProfileId.Parse(StandardProfile);
    }

    /// <summary>The signal as the HTTP API takes it, so that it is read as there.</summary>
    private ReadOnlyMemory<byte> Native(Node node, ProfileId profile, Instant time)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("profile", profile.Value);
            json.WriteString("time", time.ToString());
            if (!node.Element.TryGetProperty("id", out _))
            {
                json.WriteString("id", $"signal-{++_signals}");
            }

            foreach (var property in node.Element.EnumerateObject().Where(property => property.Name is not ("profile" or "time" or "received")))
            {
                property.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
