using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Changes;
using PersonaGrain.Dashboard.Access;
using PersonaGrain.Dashboard.Assets;
using PersonaGrain.Dashboard.Layout;
using PersonaGrain.Documents;
using PersonaGrain.Grid;

namespace PersonaGrain.Dashboard.Builder;

/// <summary>Writes a segment, and tries it out on everybody while it is written.</summary>
public partial class BuilderPage
{
    /// <summary>What a segment is called while it has no name.</summary>
    private const string Unnamed = "new_segment";

    /// <summary>What of a definition has fields of its own.</summary>
    private static readonly string[] WithFields = ["when", "priority", "description"];

    private LivePreview _preview = null!;
    private IJSObjectReference? _module;
    private SegmentDraft? _draft;
    private BuilderScope? _scope;
    private IProfileGrid? _read;
    private Catalog? _base;
    private Catalog? _moved;
    private CatalogDocument? _candidate;
    private CatalogReading? _removing;
    private JsonElement? _words;
    private string? _of;
    private string _name = string.Empty;
    private string? _told;
    private bool _unknown;
    private bool _isKept;
    private bool _isAsking;
    private bool _isSaved;

    /// <summary>The segment that is changed; null for a new one.</summary>
    [Parameter]
    public string? Name { get; set; }

    [Inject]
    internal IJSRuntime Script { get; set; } = null!;

    private string Heading => Name is null ? Texts.BuilderNew : Numbers.Say(Texts.BuilderEdit, Name);

    private string Segment => Name ?? (_name.Length == 0 ? Unnamed : _name);

    private string Path => DocumentPath.Append(DocumentPath.Append("$", "segments"), Segment);

    private bool MayChange => Session.IsOpen && Session.IsAdministrator;

    /// <summary>Where the browser keeps the draft: in the session of its tab, one for each segment of each workspace.</summary>
    private string DraftKey => $"{Session.Workspace}/{Name ?? string.Empty}";

    private IEnumerable<string> NameFaults => Name is not null ? _scope!.At(Path)
        : _name.Length == 0 ? [Texts.BuilderNeedsName]
        : _base!.HasSegment(_name) ? [Numbers.Say(Texts.BuilderNameTaken, _name)]
        : _scope!.At(Path);

    /// <summary>Faults that stand beside no field.</summary>
    private IEnumerable<DocumentFault> Elsewhere => _scope!.Faults.Where(fault => fault.Path != Path
        && !WithFields.Any(name => BuilderScope.IsWithin(fault.Path, DocumentPath.Append(Path, name))));

    /// <inheritdoc />
    protected override async Task ReadAsync(CancellationToken cancellation)
    {
        var grid = Reader.Grid;
        if (_draft is null || _of != (Name ?? string.Empty))
        {
            await BeginAsync(grid, cancellation);
        }
        else if (ReferenceEquals(grid, _read) && grid.Catalog is var inForce && inForce.Version != _base!.Version && !IsChanging && !_isSaved)
        {
            _moved = inForce;
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _preview?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task BeginAsync(IProfileGrid grid, CancellationToken cancellation)
    {
        var inForce = grid.Catalog;
        _read = grid;
        _preview ??= new LivePreview(Reader, StateHasChanged);
        _module ??= await Script.InvokeAsync<IJSObjectReference>("import", cancellation, PageAssets.Address("dashboard.js"));
        var definition = Name is null ? null : SegmentCandidate.Definition(inForce.Document, Name);
        (_of, _base, _moved, _told, _isAsking, _removing) = (Name ?? string.Empty, inForce, null, null, false, null);
        _unknown = Name is not null && definition is null;
        var kept = await _module.InvokeAsync<KeptDraft?>("draft", cancellation, DraftKey);
        _isKept = kept is not null;
        _name = kept?.Name ?? string.Empty;
        _draft = kept is not null ? SegmentDraft.Of(kept.Text) : definition is not null ? SegmentDraft.Of(definition) : SegmentDraft.New();
        Check();
    }

    /// <summary>Reads what is written so far, and begins to try it out where it is sound.</summary>
    private void Check()
    {
        var reading = _draft!.Fault is null ? SegmentCandidate.Put(_base!.Document, Segment, _draft.ToUtf8()) : null;
        var isFree = Name is not null || !_base!.HasSegment(_name);
        _candidate = reading is CatalogReading.Sound sound && isFree ? sound.Document : null;
        _scope = new BuilderScope(new BuilderNames(_base!, Segment), reading is CatalogReading.Faulty faulty ? faulty.Faults : [], TreeChanged) { Added = _scope?.Added };
        if (reading is CatalogReading.Sound)
        {
            using var definition = JsonDocument.Parse(_draft.Text);
            _words = definition.RootElement.GetProperty("when").Clone();
        }

        (_isAsking, _removing) = (false, null);
        _preview.Begin(_candidate, Segment);
    }

    private void TreeChanged()
    {
        _draft!.Changed();
        _ = InvokeAsync(KeepAsync);
    }

    private Task WriteAsync(string text)
    {
        _draft!.Write(text);
        return KeepAsync();
    }

    private Task SetAsync(string name, string text, bool isNumber)
    {
        _draft!.SetProperty(name, text.Trim(), isNumber);
        return KeepAsync();
    }

    private Task Rename(string name)
    {
        _name = name.Trim();
        return KeepAsync();
    }

    private async Task KeepAsync()
    {
        _told = null;
        Check();
        StateHasChanged();
        if (_draft!.Text.Length <= SegmentDraft.MaximumLength)
        {
            await _module!.InvokeVoidAsync("keepDraft", DraftKey, new KeptDraft(_name, _draft.Text));
            _isKept = true;
        }
    }

    private async Task DropAsync()
    {
        await _module!.InvokeVoidAsync("dropDraft", DraftKey);
        _draft = null;
        await ReadNowAsync();
    }

    private bool IsOtherThere(Catalog moved) => SegmentCandidate.Definition(moved.Document, Segment) != SegmentCandidate.Definition(_base!.Document, Segment);

    private void Rebase(Catalog moved)
    {
        (_base, _moved, _told) = (moved, null, null);
        Check();
    }

    private async Task TakeTheirsAsync(Catalog moved)
    {
        _base = moved;
        await DropAsync();
    }

    private Task SaveAsync(CatalogDocument document)
    {
        _told = null;
        return ChangeAsync(() => Session.IsAdministrator, async cancellation =>
        {
            switch (await SavedAsync(document, cancellation))
            {
                case SegmentSave.Saved:
                    _isSaved = true;
                    await _module!.InvokeVoidAsync("dropDraft", cancellation, DraftKey);
                    Navigation.NavigateTo(document.Segments.ContainsKey(Segment) ? Addresses.Segment(Segment) : "/");
                    break;
                case SegmentSave.Moved:
                    (_moved, _isAsking, _removing) = (_read!.Catalog, false, null);
                    break;
                case SegmentSave.Refused(var reason):
                    (_told, _isAsking, _removing) = (reason, false, null);
                    break;
            }

            return null;
        });
    }

    private async Task<SegmentSave> SavedAsync(CatalogDocument document, CancellationToken cancellation)
    {
        try
        {
            return await SegmentSave.SaveAsync(Session, _read!, _base!.Version, document, cancellation);
        }
        catch (TimeoutException)
        {
            return new SegmentSave.Refused(Texts.BuilderSilent);
        }
    }

    /// <summary>A draft as the browser keeps it.</summary>
    /// <param name="Name">The name of a new segment.</param>
    /// <param name="Text">Its definition, as it was typed.</param>
    private sealed record KeptDraft(string Name, string Text);
}
