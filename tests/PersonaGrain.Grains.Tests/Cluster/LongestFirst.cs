using Xunit.Abstractions;

[assembly: TestCollectionOrderer("PersonaGrain.Grains.Tests.Cluster.LongestFirst", "PersonaGrain.Grains.Tests")]

namespace PersonaGrain.Grains.Tests.Cluster;

/// <summary>Begins with the classes that take a minute or more, so that none of them is left to run alone at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = ["PostgresClusterRandomLife", "ClusterRandomLife", "PostgresClusterDurability", "OnlineRetail"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(Place);

    private static int Place(ITestCollection collection) =>
        Array.FindIndex(Long, name => collection.DisplayName.Contains('.' + name, StringComparison.Ordinal)) is var place and >= 0 ? place : Long.Length;
}
