using System.Buffers;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Grid.Storage.Tests;

/// <summary>Entries whose names stand in a table of the store: these bytes are in databases in use.</summary>
public sealed class StoredNamesTests
{
    private static readonly Instant At = new(639_000_000_000_000_000);

    private static readonly Numbers Names = new("order", "sku", "runner", "cart");

    /// <summary>Entries, and how they are written. The attribute "size" has no number.</summary>
    public static TheoryData<JournalEntry, string> Entries => new()
    {
        {
            JournalEntry.Observed(
                new Signal
                {
                    Id = "m-1",
                    Type = "order",
                    Time = At,
                    Attributes = new AttributeSet(new("sku", AttributeValue.Of("a")), new("size", AttributeValue.Of(true))),
                },
                At),
            "0200036D2D3101" + "8080E6DBD4E38BEF0800" + "02" + "02010161" + "000473697A650301" + "00"
        },
        { JournalEntry.Changed(new MembershipChange("runner", false, At, 4, null) { Cause = Cause.Clock }), "0300038080CCB7A9C797DE11080200" },
        { JournalEntry.Fired(new TriggerFiring("cart", At, 2) { Armed = At, Cause = Cause.OfCatalog(7) }), "0304" + "8080CCB7A9C797DE1104" + "8080CCB7A9C797DE11030137" },
        { JournalEntry.Retracted(new TriggerRetraction("cart", At, 2, At) { Cause = Cause.Import }), "0304" + "8080CCB7A9C797DE1104" + "8080CCB7A9C797DE110600" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_is_written_with_the_numbers_of_its_names_and_read_back(JournalEntry entry, string golden)
    {
        var bytes = Written(entry, Names);

        Convert.ToHexString(bytes).ShouldBe(golden);
        Written(JournalEntryCodec.Read(entry.Kind, bytes, Names), null).ShouldBe(Written(entry, null));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_written_without_names_is_read_beside_those_with_names(JournalEntry entry, string golden)
    {
        golden.ShouldNotBeEmpty();
        Written(JournalEntryCodec.Read(entry.Kind, Written(entry, null), Names), Names).ShouldBe(Written(entry, Names));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void Who_has_no_names_or_not_all_of_them_refuses_the_entry(JournalEntry entry, string golden)
    {
        var bytes = Convert.FromHexString(golden);

        Should.Throw<FormatException>(() => JournalEntryCodec.Read(entry.Kind, bytes));
        Should.Throw<FormatException>(() => JournalEntryCodec.Read(entry.Kind, bytes, new Numbers()));
    }

    private static byte[] Written(in JournalEntry entry, INameTable? names)
    {
        var target = new ArrayBufferWriter<byte>();
        JournalEntryCodec.Write(entry, target, names);
        return target.WrittenSpan.ToArray();
    }

    private sealed class Numbers(params string[] names) : INameTable
    {
        public int NumberOf(string name) => Array.IndexOf(names, name) + 1;

        public string NameOf(int number) => number <= names.Length ? names[number - 1] : throw new FormatException($"no name has the number {number}");
    }
}
