namespace PersonaGrain.Embedded.Tests;

public sealed class EmbeddedGridOptionsTests
{
    [Fact]
    public void Defaults_are_those_that_are_documented()
    {
        var options = new EmbeddedGridOptions { DataDirectory = "data" };

        options.ShouldBe(new EmbeddedGridOptions
        {
            DataDirectory = "data",
            Partitions = Environment.ProcessorCount,
            QueueCapacity = 20_000,
            MemoryBudget = 1_073_741_824,
            SnapshotEvery = 64,
            CheckpointInterval = 134_217_728,
            Clock = null,
            EventRetention = null,
            PopulationInterval = TimeSpan.FromMinutes(10),
            LockTimeout = TimeSpan.FromSeconds(1),
            FaultRetry = TimeSpan.FromSeconds(1),
            QuarantineCapacity = 1_000_000,
        });
        options.Validate().ShouldBeEmpty();
    }

    [Fact]
    public void Validate_names_every_fault_at_once()
    {
        var options = new EmbeddedGridOptions
        {
            DataDirectory = " ",
            Partitions = 0,
            QueueCapacity = 0,
            MemoryBudget = -1,
            SnapshotEvery = 0,
            CheckpointInterval = 0,
            Clock = (GridClock)9,
            EventRetention = TimeSpan.Zero,
            PopulationInterval = TimeSpan.FromTicks(-1),
            LockTimeout = TimeSpan.FromTicks(-1),
            FaultRetry = TimeSpan.Zero,
            QuarantineCapacity = -1,
        };

        options.Validate().Select(fault => fault.Split(':')[0]).ShouldBe(
        [
            "DataDirectory", "Partitions", "QueueCapacity", "MemoryBudget", "SnapshotEvery", "CheckpointInterval", "Clock", "EventRetention",
            "PopulationInterval", "LockTimeout", "FaultRetry", "QuarantineCapacity",
        ]);
    }

    [Fact]
    public async Task Open_with_faulty_options_is_misuse() =>
        await Should.ThrowAsync<ArgumentException>(() => EmbeddedGrid.OpenAsync(
            new EmbeddedGridOptions { DataDirectory = "data", Partitions = -1 }, null, TimeProvider.System, null, default));
}
