using System.Text;
using PersonaGrain.Time;
using PersonaGrain.Workspaces;

namespace PersonaGrain.Core.Tests.Workspaces;

/// <summary>What is stored of a workspace. Lines are appended here and never changed: stores have them.</summary>
public sealed class WorkspaceCodecTests
{
    private const string First = """{"created":1000,"keys":[{"id":"k1","hash":"aa","scopes":3,"created":2000}],"limits":{"signalsPerSecond":100}}""";

    private const string WithSample = """
        {"created":1000,"keys":[],"limits":{},"sample":{"run":"r1","began":3000,"seen":4000,"people":5,"signals":60,"fault":"the disk is full"}}
        """;

    private static readonly WorkspaceName Acme = WorkspaceName.Parse("acme");

    [Fact]
    public void Stored_forms_are_written_as_ever()
    {
        var first = new Workspace(Acme, new Instant(1000))
        {
            Keys = [new WorkspaceKey("k1", "aa", WorkspaceScopes.Write | WorkspaceScopes.Read, new Instant(2000))],
            Limits = new WorkspaceLimits { SignalsPerSecond = 100 },
        };

        Encoding.UTF8.GetString(WorkspaceCodec.Write(first)).ShouldBe(First);
        Encoding.UTF8.GetString(WorkspaceCodec.Write(new Workspace(Acme, new Instant(1000)) { Sample = Sample })).ShouldBe(WithSample);
    }

    [Fact]
    public void Stored_forms_are_read_back()
    {
        Read(First).Sample.ShouldBeNull();
        Read(First).Limits.SignalsPerSecond.ShouldBe(100);
        Read(WithSample).Sample.ShouldBe(Sample);
        Read(WithSample.Replace(",\"fault\":\"the disk is full\"", string.Empty, StringComparison.Ordinal)).Sample.ShouldBe(Sample with { Fault = null });
    }

    [Fact]
    public void Damaged_sample_is_told_as_damage() =>
        Should.Throw<FormatException>(() => Read(WithSample.Replace("\"run\":\"r1\"", "\"ran\":1", StringComparison.Ordinal))).Message.ShouldContain("acme");

    private static SampleProgress Sample { get; } = new("r1", new Instant(3000), new Instant(4000)) { People = 5, Signals = 60, Fault = "the disk is full" };

    private static Workspace Read(string json) => WorkspaceCodec.Read(Acme, Encoding.UTF8.GetBytes(json));
}
