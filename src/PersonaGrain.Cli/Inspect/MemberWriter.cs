using System.Globalization;
using CsvHelper;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Grid;

namespace PersonaGrain.Cli.Inspect;

/// <summary>Writes members one by one.</summary>
internal abstract class MemberWriter : IDisposable
{
    /// <summary>Writes a member.</summary>
    public abstract void Write(Member member);

    /// <inheritdoc />
    public abstract void Dispose();
}

/// <summary>One JSON object a line: <c>{"profile","since","version"}</c>.</summary>
internal sealed class JsonMemberWriter(TextWriter output) : MemberWriter
{
    private readonly JsonAnswers _answers = new(output);

    /// <inheritdoc />
    public override void Write(Member member) => _answers.Write(member, MemberJson.Write);

    /// <inheritdoc />
    public override void Dispose() => _answers.Dispose();
}

/// <summary>RFC 4180 with a header.</summary>
internal sealed class CsvMemberWriter : MemberWriter
{
    private readonly CsvWriter _writer;

    /// <summary>Writes the header; the text writer stays the caller's.</summary>
    public CsvMemberWriter(TextWriter output)
    {
        _writer = new CsvWriter(output, CultureInfo.InvariantCulture, leaveOpen: true);
        _writer.WriteField("profile");
        _writer.WriteField("since");
        _writer.WriteField("version");
        _writer.NextRecord();
    }

    /// <inheritdoc />
    public override void Write(Member member)
    {
        _writer.WriteField(member.Profile.Value);
        _writer.WriteField(member.Since.ToString());
        _writer.WriteField(member.Version);
        _writer.NextRecord();
    }

    /// <inheritdoc />
    public override void Dispose() => _writer.Dispose();
}
