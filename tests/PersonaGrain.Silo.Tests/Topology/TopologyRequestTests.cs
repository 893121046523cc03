using PersonaGrain.Silo.Topology;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>What is asked for is refused before anything starts, with what to choose instead.</summary>
public sealed class TopologyRequestTests
{
    [Theory]
    [InlineData(5081, 5081)]
    [InlineData(5082, 5081)]
    public void Port_of_a_gateway_is_refused_for_the_front(int port, int gatewayPort) =>
        Request(port, gatewayPort).Faults().ShouldHaveSingleItem().ShouldContain("choose another --port");

    [Theory]
    [InlineData(5080, 5081)]
    [InlineData(5083, 5081)]
    [InlineData(0, 5081)]
    [InlineData(5081, 0)]
    [InlineData(0, 0)]
    public void Ports_that_differ_are_taken(int port, int gatewayPort) => Request(port, gatewayPort).Faults().ShouldBeEmpty();

    [Fact]
    public void Given_database_is_told_without_user_and_password() =>
        GivenDatabase.Place("Host=db.example;Port=5433;Database=persona;Username=ann;Password=secret").ShouldBe("Host=db.example;Database=persona");

    private static TopologyRequest Request(int port, int gatewayPort) => new("cluster", 3, 2, port, gatewayPort, "./data/cluster", null);
}
