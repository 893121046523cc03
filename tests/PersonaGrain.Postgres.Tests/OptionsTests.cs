using Microsoft.Extensions.Logging.Abstractions;

namespace PersonaGrain.Postgres.Tests;

public sealed class OptionsTests
{
    private static readonly PostgresOptions Sound = new() { ConnectionString = "Host=db;Database=grid;Username=persona;Password=secret" };

    [Fact]
    public void Defaults_are_as_documented()
    {
        Sound.MaximumRowsPerCommit.ShouldBe(2_000);
        Sound.MaximumBytesPerCommit.ShouldBe(4 * 1024 * 1024);
        Sound.CommitsInFlight.ShouldBe(2);
        Sound.QueueCapacity.ShouldBe(16_384);
        Sound.QueueTimeout.ShouldBe(TimeSpan.FromSeconds(2));
        Sound.ReadConnections.ShouldBe(16);
        Sound.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        Sound.StatementTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        Sound.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        Sound.EventPollInterval.ShouldBe(TimeSpan.FromMilliseconds(100));
        Sound.DrainTimeout.ShouldBe(TimeSpan.FromSeconds(10));
        PostgresOptionsValidator.Validate(Sound).ShouldBeEmpty();
    }

    [Fact]
    public void Validate_names_every_fault_and_never_the_password()
    {
        var faulty = Sound with
        {
            ConnectionString = "Password=secret",
            MaximumRowsPerCommit = 0,
            MaximumBytesPerCommit = 1,
            CommitsInFlight = 65,
            QueueCapacity = 0,
            ReadConnections = -1,
            QueueTimeout = TimeSpan.FromSeconds(-1),
            ConnectTimeout = TimeSpan.Zero,
            StatementTimeout = TimeSpan.Zero,
            RetryAfter = TimeSpan.FromDays(1),
            EventPollInterval = TimeSpan.Zero,
            DrainTimeout = TimeSpan.MaxValue,
        };

        var faults = PostgresOptionsValidator.Validate(faulty);

        faults.Count.ShouldBe(13);
        faults.ShouldContain("CommitsInFlight is 65; give 1 to 64");
        faults.ShouldAllBe(fault => !fault.Contains("secret"));
        Should.Throw<ArgumentException>(() => new PostgresStorage(faulty, NullLoggerFactory.Instance, TimeProvider.System))
            .Message.ShouldContain("ReadConnections is -1");
    }

    [Fact]
    public void Validate_tells_a_connection_string_that_can_not_be_read() =>
        PostgresOptionsValidator.Validate(Sound with { ConnectionString = "Colour=blue" }).ShouldHaveSingleItem().ShouldContain("can not be read");

    [Fact]
    public void OrleansConnectionString_finds_the_tables_of_Orleans() =>
        PostgresStorage.OrleansConnectionString(Sound.ConnectionString).ShouldContain("Search Path=personagrain");
}
