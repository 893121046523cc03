using System.Buffers;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Grid.Storage.Tests;

/// <summary>What is stored keeps its form: these bytes and numbers stand in databases in use.</summary>
public sealed class StorageFormatTests
{
    private static readonly Instant At = new(639_000_000_000_000_000);

    public static TheoryData<JournalEntry, string> Entries => new()
    {
        { new JournalEntry.Changed(new MembershipChange("runner", true, At, 3, 41.5)), "01030672756E6E65728080CCB7A9C797DE11060000000000C04440" },
        { new JournalEntry.Changed(new MembershipChange("läufer", false, At, 4, null)), "0100076CC3A4756665728080CCB7A9C797DE1108" },
        { new JournalEntry.Fired(new TriggerFiring("cart_abandoned", At, 2)), "010E636172745F6162616E646F6E65648080CCB7A9C797DE1104" },
        { new JournalEntry.Adopted(3, At), "01068080CCB7A9C797DE11" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void Codec_writes_the_golden_bytes_and_reads_them_back(JournalEntry entry, string golden)
    {
        Convert.ToHexString(Written(entry)).ShouldBe(golden);
        JournalEntryCodec.Read(entry.Kind, Convert.FromHexString(golden)).ShouldBe(entry);
    }

    [Fact]
    public void Codec_refuses_a_newer_format_and_every_cut()
    {
        var entry = new JournalEntry.Changed(new MembershipChange("runner", true, At, 3, 41.5));
        var bytes = Written(entry);
        for (var length = 0; length < bytes.Length; length++)
        {
            Should.Throw<FormatException>(() => JournalEntryCodec.Read(entry.Kind, bytes.AsSpan(0, length)));
        }

        bytes[0] = 2;
        Should.Throw<FormatException>(() => JournalEntryCodec.Read(entry.Kind, bytes));
        Should.Throw<FormatException>(() => JournalEntryCodec.Read((JournalEntryKind)9, bytes));
    }

    [Fact]
    public void Kinds_keep_their_values() =>
        Enum.GetValues<JournalEntryKind>().Select(kind => $"{kind}={(byte)kind}").ShouldBe(["Signal=1", "Change=2", "Firing=3", "Catalog=4"]);

    [Theory]
    [InlineData("ada", 8, 4)]
    [InlineData("bob", 24, 12)]
    [InlineData("läufer-17", 22, 11)]
    public void Shards_of_a_profile_never_change(string profile, int segment, int schedule)
    {
        Shards.OfSegment(ProfileId.Parse(profile)).ShouldBe(segment);
        Shards.OfSchedule(ProfileId.Parse(profile)).ShouldBe(schedule);
    }

    [Fact]
    public void Shards_are_about_equally_large()
    {
        var profiles = Enumerable.Range(0, 32_000).Select(index => ProfileId.Parse($"profile-{index}")).ToArray();

        profiles.GroupBy(Shards.OfSegment).Select(shard => shard.Count()).ShouldAllBe(count => count > 800 && count < 1_200);
        profiles.GroupBy(Shards.OfSegment).Count().ShouldBe(Shards.SegmentCount);
        profiles.GroupBy(Shards.OfSchedule).Count().ShouldBe(Shards.ScheduleCount);
    }

    [Fact]
    public void Append_without_anything_to_write_is_misuse()
    {
        var signal = new JournalEntry.Observed(Some.Signal(), Some.Now);

        Should.Throw<ArgumentException>(() => new ProfileAppend(Some.Profile(), 2, [], null));
        Should.Throw<ArgumentException>(() => new ProfileAppend(Some.Profile(), 1, [], Some.Now));
        Should.Throw<ArgumentException>(() => new ProfileAppend(default, 1, [signal], null));
        Should.Throw<ArgumentOutOfRangeException>(() => new ProfileAppend(Some.Profile(), 0, [signal], null));
        new ProfileAppend(Some.Profile(), 5, [signal, signal], null).Last.ShouldBe(6);
        new ProfileAppend(Some.Profile(), 5, [], Some.Now).Last.ShouldBe(4);
    }

    private static byte[] Written(JournalEntry entry)
    {
        var target = new ArrayBufferWriter<byte>();
        JournalEntryCodec.Write(entry, target);
        return target.WrittenSpan.ToArray();
    }
}
