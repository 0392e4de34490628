#!/usr/bin/env python3
"""Stands in for fpm (-s dir -t deb|rpm) over Debian's own dpkg-deb and rpmbuild, for machines that cannot download
fpm: it shows what electron-builder's configuration makes. For tests; released installers are made by fpm."""
import os
import shutil
import subprocess
import sys
import tempfile

FLAGS = {'--force'}
MANY = ('-d', '--deb-recommends', '--rpm-rpmbuild-define')

options: dict[str, str] = {}
lists: dict[str, list[str]] = {name: [] for name in MANY}
sources: list[str] = []
words = iter(sys.argv[1:])
for word in words:
    if word in FLAGS:
        continue
    if word in MANY:
        lists[word].append(next(words))
    elif word.startswith('-'):
        options[word] = next(words)
    else:
        sources.append(word)

root = tempfile.mkdtemp(prefix='fpm-')
os.chmod(root, 0o755)
for source in sources:
    path, place = source.split('=')
    target = root + place
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.isdir(path):
        subprocess.check_call(['cp', '-a', path.rstrip('/'), target])
    else:
        shutil.copy(path, target)
        os.chmod(target, 0o644)


def deb() -> None:
    os.makedirs(root + '/DEBIAN')
    size = int(subprocess.check_output(['du', '-sk', root]).split()[0])
    fields = {
        'Package': options['--name'],
        'Version': options['--version'],
        'Architecture': options['--architecture'],
        'Maintainer': options['--maintainer'],
        'Installed-Size': size,
        'Depends': ', '.join(lists['-d']),
        'Recommends': ', '.join(lists['--deb-recommends']),
        'Section': options['--category'],
        'Priority': options['--deb-priority'],
        'Homepage': options['--url'],
        'Description': options['--description'],
    }
    with open(root + '/DEBIAN/control', 'w') as file:
        file.writelines(f'{name}: {value}\n' for name, value in fields.items())
    for name, option in (('postinst', '--after-install'), ('postrm', '--after-remove')):
        shutil.copy(options[option], f'{root}/DEBIAN/{name}')
        os.chmod(f'{root}/DEBIAN/{name}', 0o755)
    subprocess.check_call(['dpkg-deb', '-Zxz', '-z1', '--root-owner-group', '-b', root, options['--package']])


def rpm() -> None:
    def text(option: str) -> str:
        with open(options[option]) as file:
            return file.read()

    files = '\n'.join('"' + source.split('=')[1] + '"' for source in sources)
    spec = tempfile.mkstemp(suffix='.spec')[1]
    with open(spec, 'w') as file:
        file.write(f"""%define __os_install_post %{{nil}}
%define _build_id_links none
Name: {options['--name']}
Version: {options['--version']}
Release: 1
Summary: {options['--rpm-summary']}
License: {options['--license']}
URL: {options['--url']}
Vendor: {options['--vendor']}
Packager: {options['--maintainer']}
AutoReqProv: no
Requires: {', '.join(lists['-d'])}
%description
{options['--description']}
%install
cp -a {root}/. %{{buildroot}}/
%post
{text('--after-install')}
%postun
{text('--after-remove')}
%files
{files}
""")
    top = tempfile.mkdtemp(prefix='rpm-')
    payload = ['--define', f'_topdir {top}', '--define', '_binary_payload w1.gzdio']
    subprocess.check_call(
        ['rpmbuild', '-bb', *payload, '--target', options['--architecture'], spec], stdout=subprocess.DEVNULL
    )
    for folder, _, names in os.walk(top + '/RPMS'):
        for name in names:
            shutil.move(f'{folder}/{name}', options['--package'])
    shutil.rmtree(top)
    os.remove(spec)


deb() if options['-t'] == 'deb' else rpm()
shutil.rmtree(root)
