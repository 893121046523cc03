using System.Buffers;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grains.Actors;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.Transfer;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Actors;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Transfer;

/// <summary>Journal files bring actors of other kinds along as they bring profiles.</summary>
public sealed class ActorKindImportTests : ClusterTest
{
    private static readonly ActorId Counter = SignalCounterKind.Id("ada");

    [Fact]
    public async Task Actor_of_another_kind_is_brought_along_and_lives_on()
    {
        Store.Kinds = SignalCounterKind.Registered;
        (await ImportAsync(SignalCounterKind.Registered)).ShouldBeOfType<ImportResult.Finished>().Summary.Imported.ShouldBe(2);

        await StartAsync();
        Pass(TimeSpan.FromHours(2));
        await Grid.SettleAsync(Deadline);

        var counts = SignalCounts.Read((await Cluster.Grains.GetGrain<IActorGrain>(Counter.Key).StateAsync(1)).ShouldNotBeNull().Snapshot);
        counts.Counts.ShouldBe([new("product_viewed", 2)]);
        counts.Quiet.ShouldBe([Some.Now.Ticks, (Some.Now + TimeSpan.FromHours(1)).Ticks], "one was in the file, the other came due since");
        (await ProfileAsync()).Signals.ShouldBe(1);
        var repeated = await Cluster.Grains.GetGrain<IActorGrain>(Counter.Key).ObserveAsync(new ObserveRequest(1, [Some.Signal(id: "1")]));
        repeated.Outcomes.ShouldNotBeNull().Single().Status.ShouldBe(PersonaGrain.Grid.ObservationStatus.Duplicate);
    }

    [Fact]
    public async Task File_with_a_kind_that_the_program_does_not_have_is_refused_with_its_name() =>
        (await ImportAsync(new ActorKinds([]))).ShouldBe(new ImportResult.UnknownKind("signal-counter"));

    private Task<ImportResult> ImportAsync(ActorKinds kinds) =>
        new JournalImport(Store.Journal, Store.Catalogs, Store.Quarantine, kinds, TimeProvider.System, new ImportOptions { EntriesPerAppend = 2 })
            .RunAsync(JournalFiles.Stream(JournalFiles.Read(File())), Deadline);

    private static byte[] File()
    {
        var target = new ArrayBufferWriter<byte>();
        using var writer = new TransferWriter(target);
        writer.Write(JournalFiles.Header(Recent));
        writer.Begin(Counter, Some.Now, 3);
        writer.Write(JournalEntry.Observed(Some.Signal(id: "1"), Some.Now - TimeSpan.FromHours(1)));
        writer.Write(JournalEntry.Noted(Some.Now, "quiet"u8.ToArray()));
        writer.Write(JournalEntry.Observed(Some.Signal(id: "2"), Some.Now));
        writer.Begin(Some.Profile(), Some.Now, 1);
        writer.Write(JournalEntry.Observed(Some.Signal(), Some.Now));
        writer.End();
        return target.WrittenSpan.ToArray();
    }
}
