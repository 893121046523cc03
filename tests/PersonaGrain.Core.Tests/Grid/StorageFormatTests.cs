using System.Buffers;
using System.Globalization;
using PersonaGrain.Identities;
using PersonaGrain.Profiles;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Grid.Storage.Tests;

/// <summary>What is stored keeps its form: these bytes and numbers stand in databases in use.</summary>
public sealed class StorageFormatTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Instant At = new(639_000_000_000_000_000);

    /// <summary>Entries as they are written now.</summary>
    public static TheoryData<JournalEntry, string> Entries => new()
    {
        {
            JournalEntry.Changed(new MembershipChange("runner", true, At, 3, 41.5) { Cause = Cause.OfSignal("m-1") }),
            "02030672756E6E65728080CCB7A9C797DE11060000000000C0444001036D2D31"
        },
        { JournalEntry.Changed(new MembershipChange("läufer", false, At, 4, null) { Cause = Cause.Clock }), "0200076CC3A4756665728080CCB7A9C797DE11080200" },
        { JournalEntry.Changed(new MembershipChange("a", true, At, 4, null) { Cause = Cause.OfMerge("j"), Restates = true }), "020501618080CCB7A9C797DE110805016A" },
        { JournalEntry.Fired(new TriggerFiring("cart", At, 2) { Armed = At - Minute, Cause = Cause.OfCatalog(7) }), "0204636172748080CCB7A9C797DE110480E8B1FBA4C797DE11030137" },
        { JournalEntry.Retracted(new TriggerRetraction("cart", At, 2, At - Minute) { Cause = Cause.Import }), "0204636172748080CCB7A9C797DE110480E8B1FBA4C797DE110600" },
        { JournalEntry.Adopted(3, At), "01068080CCB7A9C797DE11" },
        { JournalEntry.Noted(At, [7, 0, 9]), "028080CCB7A9C797DE11070009" },
        { JournalEntry.Of(new PersonChange(PersonChangeKind.Absorbed, Some.Profile("anonymous:7"), "j-1", new byte[] { 7, 0 }), At), "028080CCB7A9C797DE11020B616E6F6E796D6F75733A37036A2D310700" },
        { JournalEntry.Fired(new TriggerFiring("cart", At, 2) { Armed = At - Minute, Cause = Cause.OfMerge("j-1") }).Quietly(), "0204636172748080CCB7A9C797DE110480E8B1FBA4C797DE1105036A2D31" },
        { JournalEntry.Retracted(new TriggerRetraction("cart", At, 2, At - Minute) { Cause = Cause.OfMerge("j-1") }).Quietly(), "0204636172748080CCB7A9C797DE110480E8B1FBA4C797DE1105036A2D31" },
    };

    /// <summary>Entries as the first form had them: without causes, firings without what armed them.</summary>
    public static TheoryData<JournalEntry, string> EntriesOfTheFirstForm => new()
    {
        { JournalEntry.Changed(new MembershipChange("runner", true, At, 3, 41.5)), "01030672756E6E65728080CCB7A9C797DE11060000000000C04440" },
        { JournalEntry.Changed(new MembershipChange("läufer", false, At, 4, null)), "0100076CC3A4756665728080CCB7A9C797DE1108" },
        { JournalEntry.Fired(new TriggerFiring("cart_abandoned", At, 2)), "010E636172745F6162616E646F6E65648080CCB7A9C797DE1104" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void Codec_writes_the_golden_bytes_and_reads_them_back(JournalEntry entry, string golden)
    {
        Convert.ToHexString(Written(entry)).ShouldBe(golden);
        ShouldBeSame(JournalEntryCodec.Read(entry.Kind, Convert.FromHexString(golden)), entry);
    }

    [Theory]
    [MemberData(nameof(EntriesOfTheFirstForm))]
    public void Codec_reads_the_golden_bytes_of_the_first_form(JournalEntry entry, string golden) =>
        JournalEntryCodec.Read(entry.Kind, Convert.FromHexString(golden)).ShouldBe(entry);

    [Theory]
    [MemberData(nameof(Entries))]
    public void Codec_refuses_a_newer_format_and_every_cut(JournalEntry entry, string golden)
    {
        var bytes = Convert.FromHexString(golden);

        // What a note says is its kind's own, and a snapshot has a form of its own: only that there is one can be told.
        var shortest = bytes.Length - entry.Kind switch { JournalEntryKind.Note => entry.Note.Length, JournalEntryKind.Person => entry.Person.Snapshot.Length, _ => 0 };
        for (var length = 0; length < shortest; length++)
        {
            Should.Throw<FormatException>(() => JournalEntryCodec.Read(entry.Kind, bytes.AsSpan(0, length)));
        }

        bytes[0] = 3;
        Should.Throw<FormatException>(() => JournalEntryCodec.Read(entry.Kind, bytes));
        Should.Throw<FormatException>(() => JournalEntryCodec.Read((JournalEntryKind)99, bytes));
    }

    [Fact]
    public void Numbers_that_are_stored_keep_their_values()
    {
        Names<JournalEntryKind>().ShouldBe(["Signal=1", "Change=2", "Firing=3", "Catalog=4", "Retraction=5", "Note=6", "Person=7", "QuietFiring=8", "QuietRetraction=9"]);
        Names<CauseKind>().ShouldBe(["Unrecorded=0", "Signal=1", "Clock=2", "Catalog=3", "Population=4", "Merge=5", "Import=6", "Erasure=7", "Member=8", "Account=9"]);
        Names<GridEventKind>().ShouldBe(["Entered=1", "Exited=2", "Triggered=3", "Retracted=4", "Restated=5"]);
        Names<ArmingState>().ShouldBe(["Open=1", "Fired=2", "Final=3"]);
        Names<PersonChangeKind>().ShouldBe(["Sealed=1", "Absorbed=2", "Released=3", "Restored=4", "Redirected=5"]);
        Names<LinkRule>().ShouldBe(["Request=1", "Signal=2"]);
        Names<Settlement>().ShouldBe(["Fresh=0", "Settled=1", "Recovered=2", "Moved=3"]);
        Names<ObservationStatus>().ShouldBe(["Accepted=1", "Duplicate=2", "Refused=3", "Quarantined=4"]);
    }

    [Theory]
    [InlineData("ada", 8, 4)]
    [InlineData("bob", 24, 12)]
    [InlineData("läufer-17", 22, 11)]
    public void Shards_of_a_profile_never_change(string profile, int segment, int schedule)
    {
        Shards.OfSegment(ActorId.Parse(profile)).ShouldBe(segment);
        Shards.OfSchedule(ActorId.Parse(profile)).ShouldBe(schedule);
    }

    [Fact]
    public void Shards_are_about_equally_large()
    {
        var profiles = Enumerable.Range(0, 32_000).Select(index => ActorId.Parse($"profile-{index}")).ToArray();

        profiles.GroupBy(Shards.OfSegment).Select(shard => shard.Count()).ShouldAllBe(count => count > 800 && count < 1_200);
        profiles.GroupBy(Shards.OfSegment).Count().ShouldBe(Shards.SegmentCount);
        profiles.GroupBy(Shards.OfSchedule).Count().ShouldBe(Shards.ScheduleCount);
    }

    [Fact]
    public void Append_without_anything_to_write_is_misuse()
    {
        var signal = JournalEntry.Observed(Some.Signal(), Some.Now);

        Should.Throw<ArgumentException>(() => new ActorAppend(Some.Actor(), 2, [], null));
        Should.Throw<ArgumentException>(() => new ActorAppend(Some.Actor(), 1, [], Some.Now));
        Should.Throw<ArgumentException>(() => new ActorAppend(default, 1, [signal], null));
        Should.Throw<ArgumentOutOfRangeException>(() => new ActorAppend(Some.Actor(), 0, [signal], null));
        new ActorAppend(Some.Actor(), 5, [signal, signal], null).Last.ShouldBe(6);
        new ActorAppend(Some.Actor(), 5, [], Some.Now).Last.ShouldBe(4);
    }

    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt32(value, CultureInfo.InvariantCulture)}")];

    private static void ShouldBeSame(JournalEntry read, JournalEntry entry)
    {
        if (entry.Kind == JournalEntryKind.Note)
        {
            (read.Kind, read.At).ShouldBe((entry.Kind, entry.At));
            read.Note.ToArray().ShouldBe(entry.Note.ToArray());
            return;
        }

        if (entry.Kind == JournalEntryKind.Person)
        {
            (read.Kind, read.At, read.Person with { Snapshot = default }).ShouldBe((entry.Kind, entry.At, entry.Person with { Snapshot = default }));
            read.Person.Snapshot.ToArray().ShouldBe(entry.Person.Snapshot.ToArray());
            return;
        }

        read.ShouldBe(entry);
    }

    private static byte[] Written(JournalEntry entry)
    {
        var target = new ArrayBufferWriter<byte>();
        JournalEntryCodec.Write(entry, target);
        return target.WrittenSpan.ToArray();
    }
}
