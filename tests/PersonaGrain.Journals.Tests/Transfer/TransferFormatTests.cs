using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Population;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Journals.Tests.Transfer;

public sealed class TransferFormatTests
{
    private const string Golden = "tests/PersonaGrain.Journals.Tests/Transfer/journal-2.jsonl";
    private const string GoldenOfVersion1 = "tests/PersonaGrain.Journals.Tests/Transfer/journal-1.jsonl";

    private static readonly Instant At = new(639_000_000_000_000_000);

    private static readonly JournalEntry[] OfEachKind =
    [
        JournalEntry.Observed(
            Some.Signal(id: "1", time: At, value: 9.5, attributes: Some.Attributes(("department", "running")), traits: Some.Trait("age", 41)), At + TimeSpan.FromTicks(7)),
        JournalEntry.Changed(new MembershipChange("chosen", true, At, 1, 41.5) { Cause = Cause.OfSignal("1") }),
        JournalEntry.Changed(new MembershipChange("chosen", false, At + TimeSpan.FromHours(1), 2, null) { Cause = Cause.Clock }),
        JournalEntry.Fired(new TriggerFiring("cart_abandoned", At, 2) { Armed = At - TimeSpan.FromHours(1), Cause = Cause.Clock }),
        JournalEntry.Retracted(new TriggerRetraction("cart_abandoned", At + TimeSpan.FromHours(2), 2, At) { Cause = Cause.OfSignal("7") }),
    ];

    [Fact]
    public void Every_kind_of_entry_comes_back_as_it_was_written()
    {
        var lines = JournalFiles.Read(Sample());

        lines[0].ShouldBeOfType<TransferLine.Header>().Value.Now.ShouldBe(At);
        lines[1].ShouldBe(new TransferLine.Profile(Some.Profile(), At, 5));
        lines[2].ShouldBeOfType<TransferLine.Entry>().Value.Received.ShouldBe(At + TimeSpan.FromTicks(7));
        lines[3..7].ShouldBe([.. OfEachKind.Skip(1).Select((entry, index) => new TransferLine.Entry(index + 2, entry))]);
        lines[^1].ShouldBe(new TransferLine.End(new TransferTotals(2, 6, 2)));
    }

    [Fact]
    public void Header_keeps_the_catalog_and_the_population()
    {
        var catalog = FullCatalogOfDesign();
        var said = new System.Buffers.ArrayBufferWriter<byte>();
        new PopulationModel(3, At, 70, []).Write(said);
        var header = JournalFiles.Read(JournalFiles.Write(JournalFiles.Header(catalog, population: said.WrittenSpan.ToArray())))[0].ShouldBeOfType<TransferLine.Header>().Value;

        CatalogWriter.Write(header.Catalog).ShouldBe(CatalogWriter.Write(catalog));
        PopulationModel.Read(header.Population.Span).Generation.ShouldBe(3);
        header.Clock.ShouldBe("system");
    }

    [Fact]
    public void Version_2_is_written_and_read_as_it_always_was()
    {
        var golden = File.ReadAllBytes(Repository.File(Golden));
        var (written, kept) = (Encoding.UTF8.GetString(Sample()).Split('\n'), Encoding.UTF8.GetString(golden).Split('\n'));

        // The header holds a catalog, whose form may grow, and the end a checksum over it.
        written[1..^2].ShouldBe(kept[1..^2]);
        written[0].ShouldStartWith(kept[0][..kept[0].IndexOf("catalog", StringComparison.Ordinal)]);
        written[0].ShouldEndWith("\"population\":\"AQAAAAA=\"}");
        var lines = JournalFiles.Read(golden);
        lines[0].ShouldBeOfType<TransferLine.Header>().Value.Catalog.Name.ShouldBe("golden");
        lines[3].ShouldBe(new TransferLine.Entry(2, OfEachKind[1]));
        lines[^1].ShouldBe(new TransferLine.End(new TransferTotals(2, 6, 2)));
    }

    [Fact]
    public void Version_3_is_written_where_signals_are_set_aside_and_read_as_it_always_was()
    {
        QuarantinedSignal[] held =
        [
            new(
                Some.Profile(),
                Some.Signal(id: "1", time: At, attributes: Some.Attributes(("price", "x"))),
                new("wrong_attribute_type", "attributes.price", "no number") { Sample = "a" },
                At + TimeSpan.FromTicks(7)),
            new(Some.Profile("läufer"), Some.Signal(id: "2", time: At), new("implausible_time", "time", "too early"), At) { HistoryBegan = At },
        ];
        var written = JournalFiles.WriteWithQuarantine(JournalFiles.Header(Some.Catalog(), At), held);
        string[] kept = Encoding.UTF8.GetString(written).Split('\n');

        kept[0].ShouldStartWith("""{"format":"personagrain-journal","version":3,"clock":"system",""");
        kept[1..3].ShouldBe(
        [
            """{"quarantined":"ada","reason":"wrong_attribute_type","field":"attributes.price","message":"no number","sample":"a","payload":"AQABMQ5wcm9kdWN0X3ZpZXdlZICA5tvU44vvCA4BBXByaWNlAQF4AA=="}""",
            """{"quarantined":"läufer","reason":"implausible_time","field":"time","message":"too early","historyBegan":"2025-11-29T08:00:00Z","payload":"AQABMg5wcm9kdWN0X3ZpZXdlZICA5tvU44vvCAAAAA=="}""",
        ]);
        kept[3].ShouldStartWith("""{"end":{"profiles":0,"entries":0,"signals":0,"quarantined":2,"sha256":""");
        var lines = JournalFiles.Read(written);
        lines[1..3].Select(static line => ((TransferLine.Quarantined)line).Held).Select(static each => (each.Profile, each.Signal.Id, each.Fault, each.Received, each.HistoryBegan))
            .ShouldBe(held.Select(static each => (each.Profile, each.Signal.Id, each.Fault, each.Received, each.HistoryBegan)));
        lines[^1].ShouldBe(new TransferLine.End(new TransferTotals(0, 0, 0) { Quarantined = 2 }));
        Should.Throw<TransferException>(() => JournalFiles.Read(Joined([kept[0], kept[1], kept[3]]))).Fault.Kind.ShouldBe(TransferFaultKind.Damaged);
    }

    [Fact]
    public void Version_4_is_written_where_people_were_joined()
    {
        JournalEntry[] entries =
        [
            JournalEntry.Observed(Some.Signal(id: "1", time: At).By(Some.Profile("anonymous:7f3")), At),
            JournalEntry.Fired(new TriggerFiring("cart_abandoned", At, 1)).Quietly(),
            JournalEntry.Retracted(new TriggerRetraction("cart_abandoned", At, 1, At)).Quietly(),
            JournalEntry.Of(new PersonChange(PersonChangeKind.Absorbed, Some.Profile("anonymous:7f3"), "5f", new byte[] { 1, 2, 3 }), At),
        ];
        var written = JournalFiles.Write(JournalFiles.Header(Some.Catalog(), At) with { HasPeople = true }, (Some.Profile(), entries));
        string[] kept = Encoding.UTF8.GetString(written).Split('\n');

        kept[0].ShouldStartWith("""{"format":"personagrain-journal","version":4,"clock":"system",""");
        kept[2..6].Select(static line => line[line.IndexOf("\"kind", StringComparison.Ordinal)..line.IndexOf(",\"at", StringComparison.Ordinal)])
            .ShouldBe(["\"kind\":\"signal\"", "\"kind\":\"quiet_firing\"", "\"kind\":\"quiet_retraction\"", "\"kind\":\"person\""]);
        var lines = JournalFiles.Read(written);
        lines[0].ShouldBeOfType<TransferLine.Header>().Value.ShouldSatisfyAllConditions(header => header.HasPeople.ShouldBeTrue(), header => header.HasQuarantine.ShouldBeTrue());
        lines[2].ShouldBeOfType<TransferLine.Entry>().Value.Signal.Origin.ShouldBe(Some.Profile("anonymous:7f3"));
        lines[3..5].ShouldBe([new TransferLine.Entry(2, entries[1]), new TransferLine.Entry(3, entries[2])]);
        var change = lines[5].ShouldBeOfType<TransferLine.Entry>().Value.Person;
        (change.Kind, change.Other, change.Join).ShouldBe((PersonChangeKind.Absorbed, Some.Profile("anonymous:7f3"), "5f"));
        change.Snapshot.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void People_of_whom_the_header_says_nothing_are_not_written()
    {
        var joined = JournalEntry.Of(new PersonChange(PersonChangeKind.Sealed, Some.Profile("ann"), "5f", new byte[] { 1 }), At);

        Should.Throw<InvalidOperationException>(() => JournalFiles.Write(JournalFiles.Header(), (Some.Profile(), [joined])));
    }

    [Fact]
    public void Version_1_is_read_as_it_always_was_with_entries_that_have_no_causes()
    {
        var lines = JournalFiles.Read(File.ReadAllBytes(Repository.File(GoldenOfVersion1)));

        lines[0].ShouldBeOfType<TransferLine.Header>().Value.Catalog.Name.ShouldBe("golden");
        lines[3].ShouldBe(new TransferLine.Entry(2, JournalEntry.Changed(new MembershipChange("chosen", true, At, 1, 41.5))));
        lines[5].ShouldBe(new TransferLine.Entry(4, JournalEntry.Fired(new TriggerFiring("cart_abandoned", At, 2))));
        lines[^1].ShouldBe(new TransferLine.End(new TransferTotals(2, 5, 2)));
    }

    [Fact]
    public void File_that_ends_after_any_line_is_truncated()
    {
        var lines = Encoding.UTF8.GetString(Sample()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var kept = 0; kept < lines.Length; kept++)
        {
            var cut = Encoding.UTF8.GetBytes(string.Concat(lines.Take(kept).Select(line => line + "\n")));

            Should.Throw<TransferException>(() => JournalFiles.Read(cut)).Fault.ShouldSatisfyAllConditions(
                fault => fault.Kind.ShouldBe(TransferFaultKind.Truncated),
                fault => fault.Line.ShouldBe(kept));
        }
    }

    [Fact]
    public void File_without_any_one_line_or_with_one_twice_is_damaged()
    {
        var lines = Encoding.UTF8.GetString(Sample()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < lines.Length - 1; index++)
        {
            Should.Throw<TransferException>(() => JournalFiles.Read(Joined([.. lines[..index], .. lines[(index + 1)..]])));
            Should.Throw<TransferException>(() => JournalFiles.Read(Joined([.. lines[..index], lines[index], .. lines[index..]])));
        }
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var file = Sample();
        for (var index = 0; index < file.Length; index++)
        {
            file[index] ^= 1;
            Should.Throw<TransferException>(() => JournalFiles.Read(file), $"byte {index}");
            file[index] ^= 1;
        }
    }

    [Fact]
    public void Damage_is_told_with_its_line()
    {
        var lines = Encoding.UTF8.GetString(Sample()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[4] = lines[4].Replace("\"payload\":\"Ag", "\"payload\":\"AA", StringComparison.Ordinal);

        var fault = Should.Throw<TransferException>(() => JournalFiles.Read(Joined(lines))).Fault;

        (fault.Kind, fault.Line).ShouldBe((TransferFaultKind.Damaged, 5));
        fault.Message.ShouldContain("payload");
    }

    [Theory]
    [InlineData("""{"format":"personagrain-journal","version":5}""", TransferFaultKind.NewerVersion)]
    [InlineData("""{"id":"1","profile":"ann","type":"product_viewed"}""", TransferFaultKind.NotAJournal)]
    [InlineData("SQLite format 3", TransferFaultKind.NotAJournal)]
    [InlineData("", TransferFaultKind.NotAJournal)]
    public void Other_files_are_told_for_what_they_are(string line, TransferFaultKind kind) =>
        Should.Throw<TransferException>(() => JournalFiles.Read(Joined([line]))).Fault.ShouldSatisfyAllConditions(
            fault => fault.Kind.ShouldBe(kind),
            fault => fault.Line.ShouldBe(1));

    [Fact]
    public void Names_that_come_later_are_passed_over()
    {
        var fields = Encoding.UTF8.GetString(Sample()).Split('\n')[1];

        using var reader = new TransferReader();
        reader.Read(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Sample()).Split('\n')[0]));
        reader.Read(Encoding.UTF8.GetBytes(fields.Replace("{", """{"later":{"a":[1]},""", StringComparison.Ordinal))).ShouldBeOfType<TransferLine.Profile>();
    }

    private static byte[] Sample() => JournalFiles.Write(
        JournalFiles.Header(Some.CatalogWhere("""{ "signal": "product_viewed", "count": { "atLeast": 1 }, "within": "1h" }"""), At, Counts()),
        (Some.Profile(), OfEachKind),
        (Some.Profile("läufer"), [JournalEntry.Observed(Some.Signal(id: "2", time: At), At)]));

    /// <summary>What versions before wrote of the population: the counts of nobody, in format 1.</summary>
    private static byte[] Counts() => [1, 0, 0, 0, 0];

    private static CatalogDocument FullCatalogOfDesign() =>
        CatalogReader.Read(File.ReadAllBytes(Repository.File("silo-config/catalogs/athletic-wear.json"))).ShouldBeOfType<CatalogReading.Sound>().Document;

    private static byte[] Joined(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
}
