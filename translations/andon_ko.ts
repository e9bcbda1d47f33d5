<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ko_KR" sourcelanguage="en">
    <context>
        <name>AxisText</name>
        <message>
            <source>Time (h:mm:ss)</source>
            <translation>시간 (h:mm:ss)</translation>
        </message>
        <message>
            <source>Time (%1)</source>
            <translation>시간 (%1)</translation>
        </message>
        <message>
            <source>Time (%1 after %2 s)</source>
            <translation>시간 (%1, %2 s 이후)</translation>
        </message>
    </context>
    <context>
        <name>EmbeddingsPage</name>
        <message>
            <source>normal</source>
            <translation>정상</translation>
        </message>
        <message>
            <source>abnormal</source>
            <translation>이상</translation>
        </message>
        <message>
            <source>no label</source>
            <translation>라벨 없음</translation>
        </message>
        <message>
            <source>other recordings</source>
            <translation>다른 기록</translation>
        </message>
        <message>
            <source>● command</source>
            <translation>● 명령</translation>
        </message>
        <message>
            <source>▲ current</source>
            <translation>▲ 전류</translation>
        </message>
        <message>
            <source>Anomaly score</source>
            <translation>이상 점수</translation>
        </message>
    </context>
    <context>
        <name>SceneText</name>
        <message>
            <source>command</source>
            <translation>명령</translation>
        </message>
        <message>
            <source>current</source>
            <translation>전류</translation>
        </message>
        <message>
            <source>label</source>
            <translation>라벨</translation>
        </message>
        <message>
            <source>not used by models</source>
            <translation>모델에서 쓰지 않음</translation>
        </message>
        <message>
            <source>feature</source>
            <translation>특징</translation>
        </message>
        <message>
            <source>Scene</source>
            <translation>장면</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>구간</translation>
        </message>
        <message>
            <source>%1 to %2</source>
            <translation>%1 ~ %2</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>점수</translation>
        </message>
        <message>
            <source>Threshold</source>
            <translation>임계값</translation>
        </message>
        <message>
            <source>%1 (version %2, %3)</source>
            <translation>%1 (버전 %2, %3)</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>아직 없음</translation>
        </message>
        <message>
            <source>Decision</source>
            <translation>판정</translation>
        </message>
        <message>
            <source>flagged as abnormal</source>
            <translation>이상으로 표시됨</translation>
        </message>
        <message>
            <source>normal</source>
            <translation>정상</translation>
        </message>
        <message>
            <source>no run chosen</source>
            <translation>선택한 실행 없음</translation>
        </message>
        <message>
            <source>not scored by %1</source>
            <translation>%1: 점수 없음</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>라벨</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>길이</translation>
        </message>
        <message>
            <source>Part</source>
            <translation>부분</translation>
        </message>
    </context>
    <context>
        <name>actions</name>
        <message>
            <source>Fit all points</source>
            <translation>모든 점 맞춤</translation>
        </message>
        <message>
            <source>Show every point of the scatter</source>
            <translation>산점도의 모든 점을 표시</translation>
        </message>
        <message>
            <source>Switch between PCA and t-SNE</source>
            <translation>PCA와 t-SNE 전환</translation>
        </message>
        <message>
            <source>Project the embeddings with the other method</source>
            <translation>다른 방법으로 임베딩을 투영</translation>
        </message>
        <message>
            <source>Colour by the next property</source>
            <translation>다음 속성으로 색칠</translation>
        </message>
        <message>
            <source>Colour by label, score, recording or kind</source>
            <translation>라벨, 점수, 기록 또는 종류별로 색칠</translation>
        </message>
        <message>
            <source>Open the selected window on Signals</source>
            <translation>선택한 구간을 신호에서 열기</translation>
        </message>
        <message>
            <source>Show the first selected window's signals</source>
            <translation>선택한 첫 구간의 신호를 표시</translation>
        </message>
        <message>
            <source>Train…</source>
            <translation>학습…</translation>
        </message>
        <message>
            <source>Choose a model, data and options, and train in a process of its own</source>
            <translation>모델, 데이터, 옵션을 골라 별도 프로세스에서 학습</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>이어서 학습</translation>
        </message>
        <message>
            <source>Continue an interrupted training</source>
            <translation>중단된 학습을 계속</translation>
        </message>
        <message>
            <source>Evaluate</source>
            <translation>평가</translation>
        </message>
        <message>
            <source>Metrics with intervals on the test part</source>
            <translation>시험 부분의 지표와 신뢰 구간</translation>
        </message>
        <message>
            <source>Threshold by percentile</source>
            <translation>백분위 임계값</translation>
        </message>
        <message>
            <source>From the scores of healthy validation windows</source>
            <translation>정상 검증 구간의 점수로 결정</translation>
        </message>
        <message>
            <source>Threshold by F1</source>
            <translation>F1 임계값</translation>
        </message>
        <message>
            <source>The best F1 on labelled validation windows</source>
            <translation>라벨이 있는 검증 구간에서 F1이 가장 좋은 값</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>보고서</translation>
        </message>
        <message>
            <source>Write an HTML report and open it</source>
            <translation>HTML 보고서를 만들어 열기</translation>
        </message>
        <message>
            <source>Repeat</source>
            <translation>반복</translation>
        </message>
        <message>
            <source>Train again from the manifest and compare exactly</source>
            <translation>매니페스트로 다시 학습하여 정확히 비교</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>제거</translation>
        </message>
        <message>
            <source>Remove the chosen runs after a question</source>
            <translation>선택한 실행을 확인 후 제거</translation>
        </message>
        <message>
            <source>Logarithmic curves</source>
            <translation>로그 눈금 곡선</translation>
        </message>
        <message>
            <source>Switch the scale of the training curves</source>
            <translation>학습 곡선의 눈금 전환</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>확대</translation>
        </message>
        <message>
            <source>Show half of the time around the middle</source>
            <translation>가운데를 중심으로 절반의 시간을 표시</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>축소</translation>
        </message>
        <message>
            <source>Show twice the time around the middle</source>
            <translation>가운데를 중심으로 두 배의 시간을 표시</translation>
        </message>
        <message>
            <source>Earlier</source>
            <translation>이전 시간</translation>
        </message>
        <message>
            <source>Move to earlier times</source>
            <translation>앞선 시간으로 이동</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>이후 시간</translation>
        </message>
        <message>
            <source>Move to later times</source>
            <translation>뒤의 시간으로 이동</translation>
        </message>
        <message>
            <source>To the beginning</source>
            <translation>처음으로</translation>
        </message>
        <message>
            <source>Move to the first sample</source>
            <translation>첫 샘플로 이동</translation>
        </message>
        <message>
            <source>To the end</source>
            <translation>끝으로</translation>
        </message>
        <message>
            <source>Move to the last sample</source>
            <translation>마지막 샘플로 이동</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>맞춤</translation>
        </message>
        <message>
            <source>Show the whole recording</source>
            <translation>전체 기록을 표시</translation>
        </message>
        <message>
            <source>Previous zoom</source>
            <translation>이전 확대</translation>
        </message>
        <message>
            <source>Go back to the zoom before</source>
            <translation>직전의 확대 상태로 돌아가기</translation>
        </message>
        <message>
            <source>First cursor</source>
            <translation>첫째 커서</translation>
        </message>
        <message>
            <source>Put the first cursor at the pointer</source>
            <translation>포인터 위치에 첫째 커서 놓기</translation>
        </message>
        <message>
            <source>Second cursor</source>
            <translation>둘째 커서</translation>
        </message>
        <message>
            <source>Put the second cursor at the pointer and show the differences</source>
            <translation>포인터 위치에 둘째 커서를 놓고 차이를 표시</translation>
        </message>
        <message>
            <source>Remove cursors</source>
            <translation>커서 제거</translation>
        </message>
        <message>
            <source>End a drag, or remove both cursors</source>
            <translation>끌기를 끝내거나 두 커서를 제거</translation>
        </message>
        <message>
            <source>Next flagged</source>
            <translation>다음 이상 구간</translation>
        </message>
        <message>
            <source>Go to the next window at or above the threshold</source>
            <translation>임계값 이상인 다음 구간으로 이동</translation>
        </message>
        <message>
            <source>Previous flagged</source>
            <translation>이전 이상 구간</translation>
        </message>
        <message>
            <source>Go to the previous window at or above the threshold</source>
            <translation>임계값 이상인 이전 구간으로 이동</translation>
        </message>
        <message>
            <source>Next scene</source>
            <translation>다음 장면</translation>
        </message>
        <message>
            <source>Open the next scene of the list</source>
            <translation>목록의 다음 장면 열기</translation>
        </message>
        <message>
            <source>Previous scene</source>
            <translation>이전 장면</translation>
        </message>
        <message>
            <source>Open the previous scene of the list</source>
            <translation>목록의 이전 장면 열기</translation>
        </message>
        <message>
            <source>Box zoom</source>
            <translation>영역 확대</translation>
        </message>
        <message>
            <source>Dragging zooms to a box instead of moving</source>
            <translation>끌면 이동 대신 영역을 확대</translation>
        </message>
        <message>
            <source>Linked</source>
            <translation>연결</translation>
        </message>
        <message>
            <source>All tracks share one time axis; off gives every track its own</source>
            <translation>모든 트랙이 하나의 시간 축을 공유, 끄면 트랙마다 별도의 축</translation>
        </message>
        <message>
            <source>Lock values</source>
            <translation>값 고정</translation>
        </message>
        <message>
            <source>Keep the value axes; off lets them follow what is visible</source>
            <translation>값 축을 유지, 끄면 보이는 값에 맞춤</translation>
        </message>
        <message>
            <source>Fit the matrix</source>
            <translation>행렬 맞춤</translation>
        </message>
        <message>
            <source>Show the whole batch</source>
            <translation>배치 전체를 표시</translation>
        </message>
        <message>
            <source>Next batch</source>
            <translation>다음 배치</translation>
        </message>
        <message>
            <source>Show the next 64 windows</source>
            <translation>다음 64개 구간을 표시</translation>
        </message>
        <message>
            <source>Previous batch</source>
            <translation>이전 배치</translation>
        </message>
        <message>
            <source>Show the 64 windows before</source>
            <translation>앞의 64개 구간을 표시</translation>
        </message>
        <message>
            <source>Next mismatch</source>
            <translation>다음 불일치</translation>
        </message>
        <message>
            <source>Choose the next command whose best current is not its own</source>
            <translation>가장 비슷한 전류가 자기 것이 아닌 다음 명령을 선택</translation>
        </message>
        <message>
            <source>Previous mismatch</source>
            <translation>이전 불일치</translation>
        </message>
        <message>
            <source>Choose the mismatch before</source>
            <translation>이전 불일치를 선택</translation>
        </message>
        <message>
            <source>Run the motor demonstration</source>
            <translation>모터 데모 실행</translation>
        </message>
        <message>
            <source>Simulate a motor with dull tools, train, and show the first find</source>
            <translation>무딘 공구가 있는 모터를 시뮬레이션하고, 학습하고, 첫 발견을 표시</translation>
        </message>
        <message>
            <source>Open workspace…</source>
            <translation>작업 공간 열기…</translation>
        </message>
        <message>
            <source>Open a workspace folder, or create one</source>
            <translation>작업 공간 폴더를 열거나 새로 만들기</translation>
        </message>
        <message>
            <source>Import data…</source>
            <translation>데이터 가져오기…</translation>
        </message>
        <message>
            <source>Import CSV, HDF5, WAV or MAT files into the workspace</source>
            <translation>CSV, HDF5, WAV, MAT 파일을 작업 공간으로 가져오기</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>끝내기</translation>
        </message>
        <message>
            <source>Close the window</source>
            <translation>창 닫기</translation>
        </message>
        <message>
            <source>Keyboard shortcuts…</source>
            <translation>단축키…</translation>
        </message>
        <message>
            <source>Change, reset, export or import keyboard shortcuts</source>
            <translation>단축키 변경, 초기화, 내보내기, 가져오기</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>뒤로</translation>
        </message>
        <message>
            <source>Return to what was selected before</source>
            <translation>이전에 선택한 것으로 돌아가기</translation>
        </message>
        <message>
            <source>Forward</source>
            <translation>앞으로</translation>
        </message>
        <message>
            <source>Undo going back</source>
            <translation>뒤로 가기를 취소</translation>
        </message>
        <message>
            <source>Light or dark theme</source>
            <translation>밝은 테마 또는 어두운 테마</translation>
        </message>
        <message>
            <source>Switch between light and dark</source>
            <translation>밝은 테마와 어두운 테마 전환</translation>
        </message>
        <message>
            <source>Theme of the desktop</source>
            <translation>데스크톱 테마</translation>
        </message>
        <message>
            <source>Follow the desktop's light or dark setting</source>
            <translation>데스크톱의 밝기 설정을 따름</translation>
        </message>
        <message>
            <source>Language: English</source>
            <translation>언어: 영어</translation>
        </message>
        <message>
            <source>Show the window in English</source>
            <translation>창을 영어로 표시</translation>
        </message>
        <message>
            <source>Language: Korean</source>
            <translation>언어: 한국어</translation>
        </message>
        <message>
            <source>Show the window in Korean</source>
            <translation>창을 한국어로 표시</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>속성</translation>
        </message>
        <message>
            <source>Show or hide the facts and options of what is selected</source>
            <translation>선택한 것의 정보와 옵션을 표시하거나 숨기기</translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>작업</translation>
        </message>
        <message>
            <source>Show or hide the list of jobs</source>
            <translation>작업 목록을 표시하거나 숨기기</translation>
        </message>
        <message>
            <source>Reset the layout</source>
            <translation>배치 초기화</translation>
        </message>
        <message>
            <source>Put docks and window size back as they were delivered</source>
            <translation>독과 창 크기를 처음 상태로 되돌리기</translation>
        </message>
        <message>
            <source>Cancel the running job</source>
            <translation>실행 중인 작업 취소</translation>
        </message>
        <message>
            <source>Stop the newest running job; what it did so far is kept</source>
            <translation>가장 최근에 실행 중인 작업을 중지, 지금까지의 결과는 보존</translation>
        </message>
        <message>
            <source>Find a command…</source>
            <translation>명령 찾기…</translation>
        </message>
        <message>
            <source>Search every command in English or Korean</source>
            <translation>모든 명령을 영어나 한국어로 검색</translation>
        </message>
        <message>
            <source>Help: find a command…</source>
            <translation>도움말: 명령 찾기…</translation>
        </message>
        <message>
            <source>Keys of this page</source>
            <translation>이 페이지의 키</translation>
        </message>
        <message>
            <source>List the keys that work here</source>
            <translation>여기서 쓸 수 있는 키 목록</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::ActionRegistry</name>
        <message>
            <source>There is no action '%1'.</source>
            <translation>동작 '%1' 없음.</translation>
        </message>
        <message>
            <source>%1 belongs to '%2' already; change or clear that one first.</source>
            <translation>%1 키는 이미 '%2'에서 쓰고 있습니다. 먼저 그 키를 바꾸거나 지우십시오.</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::CommandPalette</name>
        <message>
            <source>Commands</source>
            <translation>명령</translation>
        </message>
        <message>
            <source>Type a command, in English or Korean</source>
            <translation>명령을 영어나 한국어로 입력</translation>
        </message>
        <message>
            <source>Search for a command</source>
            <translation>명령 검색</translation>
        </message>
        <message>
            <source>Commands that match</source>
            <translation>일치하는 명령</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::CornerSwitches</name>
        <message>
            <source>Language and theme</source>
            <translation>언어와 테마</translation>
        </message>
        <message>
            <source>English</source>
            <translation>영어</translation>
        </message>
        <message>
            <source>Show the window in English</source>
            <translation>창을 영어로 표시</translation>
        </message>
        <message>
            <source>Korean</source>
            <translation>한국어</translation>
        </message>
        <message>
            <source>Show the window in Korean</source>
            <translation>창을 한국어로 표시</translation>
        </message>
        <message>
            <source>Light or dark theme</source>
            <translation>밝은 테마 또는 어두운 테마</translation>
        </message>
        <message>
            <source>Switch between light and dark</source>
            <translation>밝은 테마와 어두운 테마 전환</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::DifferenceModel</name>
        <message>
            <source>Setting</source>
            <translation>설정</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::EmbeddingsPage</name>
        <message>
            <source>%1 of %2
%3 s … %4 s
anomaly score %5, %6</source>
            <translation>%2 중 %1
%3 s … %4 s
이상 점수 %5, %6</translation>
        </message>
        <message>
            <source>command</source>
            <translation>명령</translation>
        </message>
        <message>
            <source>current</source>
            <translation>전류</translation>
        </message>
        <message>
            <source>Projecting command and current of every window with t-SNE …</source>
            <translation>모든 구간의 명령과 전류를 t-SNE로 투영하는 중…</translation>
        </message>
        <message>
            <source>Computing embeddings …</source>
            <translation>임베딩 계산 중…</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>임베딩</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>취소했습니다.</translation>
        </message>
        <message>
            <source>%1 of %2 windows</source>
            <translation>%2개 구간 중 %1개</translation>
        </message>
        <message>
            <source> · the axes explain %1 % and %2 % of the variance</source>
            <translation> · 두 축이 분산의 %1 % 및 %2 % 설명</translation>
        </message>
        <message>
            <source>First principal component</source>
            <translation>제1 주성분</translation>
        </message>
        <message>
            <source>t-SNE, first coordinate</source>
            <translation>t-SNE 첫째 좌표</translation>
        </message>
        <message>
            <source>Second principal component</source>
            <translation>제2 주성분</translation>
        </message>
        <message>
            <source>t-SNE, second coordinate</source>
            <translation>t-SNE 둘째 좌표</translation>
        </message>
        <message>
            <source>&amp;Projection</source>
            <translation>투영(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Colour</source>
            <translation>색(&amp;C)</translation>
        </message>
        <message>
            <source>Pa&amp;rt</source>
            <translation>부분(&amp;R)</translation>
        </message>
        <message>
            <source>PCA</source>
            <translation>PCA</translation>
        </message>
        <message>
            <source>t-SNE</source>
            <translation>t-SNE</translation>
        </message>
        <message>
            <source>label</source>
            <translation>라벨</translation>
        </message>
        <message>
            <source>anomaly score</source>
            <translation>이상 점수</translation>
        </message>
        <message>
            <source>recording</source>
            <translation>기록</translation>
        </message>
        <message>
            <source>kind</source>
            <translation>종류</translation>
        </message>
        <message>
            <source>all</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>training</source>
            <translation>학습</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>검증</translation>
        </message>
        <message>
            <source>test</source>
            <translation>시험</translation>
        </message>
        <message>
            <source>Projection</source>
            <translation>투영</translation>
        </message>
        <message>
            <source>Colour by</source>
            <translation>색 기준</translation>
        </message>
        <message>
            <source>Part of the data</source>
            <translation>데이터의 부분</translation>
        </message>
        <message>
            <source>Scatter of embeddings</source>
            <translation>임베딩 산점도</translation>
        </message>
        <message>
            <source>Drag to lasso, Shift drags a rectangle, Ctrl adds, Enter opens the window on Signals.</source>
            <translation>끌면 올가미, Shift는 사각형, Ctrl은 추가, Enter는 구간을 신호에서 열기.</translation>
        </message>
        <message>
            <source>Legend (uncheck to hide); circles are commands, triangles currents</source>
            <translation>범례 (선택을 풀면 숨김), 원은 명령, 삼각형은 전류</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>범례</translation>
        </message>
        <message>
            <source>Selected windows</source>
            <translation>선택한 구간</translation>
        </message>
        <message>
            <source>Open on Signals</source>
            <translation>신호에서 열기</translation>
        </message>
        <message>
            <source>Every window of a run is a point here; windows that are alike lie together.
There is no finished run yet: train a model first.</source>
            <translation>실행의 모든 구간이 여기에 점으로 나타나며, 비슷한 구간은 가까이 놓입니다.
아직 완료된 실행이 없습니다. 먼저 모델을 학습하십시오.</translation>
        </message>
        <message>
            <source>Go to Runs</source>
            <translation>실행으로 이동</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Selected windows: %1</source>
            <translation>선택한 구간: %1</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::ImportDialog</name>
        <message>
            <source>Import %1</source>
            <translation>가져오기: %1</translation>
        </message>
        <message>
            <source>Imported %1: %2 recordings.</source>
            <translation>가져옴: %1, 기록 %2개.</translation>
        </message>
        <message>
            <source> %1 warnings.</source>
            <translation> 경고 %1개.</translation>
        </message>
        <message>
            <source>Replace data sets of the same name</source>
            <translation>같은 이름의 데이터 세트를 바꾸기</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>가져오기</translation>
        </message>
        <message>
            <source>Import data</source>
            <translation>데이터 가져오기</translation>
        </message>
        <message>
            <source>Files and the names of their data sets</source>
            <translation>파일과 데이터 세트 이름</translation>
        </message>
        <message>
            <source>File or folder</source>
            <translation>파일 또는 폴더</translation>
        </message>
        <message>
            <source>Data set name</source>
            <translation>데이터 세트 이름</translation>
        </message>
        <message>
            <source>Column map</source>
            <translation>열 맵</translation>
        </message>
        <message>
            <source>none: guess channels, rates and units</source>
            <translation>없음: 채널, 샘플링 속도, 단위를 추정</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>선택…</translation>
        </message>
        <message>
            <source>Choose a column map</source>
            <translation>열 맵 선택</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Start the import</source>
            <translation>가져오기 시작</translation>
        </message>
        <message>
            <source>Close without importing</source>
            <translation>가져오지 않고 닫기</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::IntervalPlot</name>
        <message>
            <source>%1 of %2: %3 [%4, %5], 95 % interval</source>
            <translation>%2의 %1: %3 [%4, %5], 95 % 신뢰 구간</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::JobModel</name>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>waiting</source>
            <translation>대기 중</translation>
        </message>
        <message>
            <source>running</source>
            <translation>실행 중</translation>
        </message>
        <message>
            <source>done</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>취소됨</translation>
        </message>
        <message>
            <source>cancelling…</source>
            <translation>취소하는 중…</translation>
        </message>
        <message>
            <source>Job</source>
            <translation>작업</translation>
        </message>
        <message>
            <source>Stage</source>
            <translation>단계</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>진행</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>시간</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>메시지</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::JobsPanel</name>
        <message>
            <source>Jobs</source>
            <translation>작업</translation>
        </message>
        <message>
            <source>Nothing has run yet. Training, imports and scoring are listed here with their progress.</source>
            <translation>아직 실행한 작업이 없습니다. 학습, 가져오기, 점수 계산의 진행 상황이 여기에 표시됩니다.</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>취소</translation>
        </message>
        <message>
            <source>Cancel the selected job</source>
            <translation>선택한 작업 취소</translation>
        </message>
        <message>
            <source>Clear ended</source>
            <translation>끝난 작업 지우기</translation>
        </message>
        <message>
            <source>Remove ended jobs from the list</source>
            <translation>끝난 작업을 목록에서 제거</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::KeyOverlay</name>
        <message>
            <source>Keys</source>
            <translation>키</translation>
        </message>
        <message>
            <source>Keys that work here</source>
            <translation>여기서 쓸 수 있는 키</translation>
        </message>
        <message>
            <source>This page</source>
            <translation>이 페이지</translation>
        </message>
        <message>
            <source>Everywhere</source>
            <translation>모든 곳</translation>
        </message>
        <message>
            <source>Any key closes this list. Change keys under Edit, Keyboard shortcuts.</source>
            <translation>아무 키나 누르면 닫힙니다. 키는 편집, 단축키에서 바꿀 수 있습니다.</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::LabelLane</name>
        <message>
            <source>Labels</source>
            <translation>라벨</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::Legend</name>
        <message>
            <source>%1 (%2)</source>
            <translation>%1 (%2)</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::MainWindow</name>
        <message>
            <source>Open workspace</source>
            <translation>작업 공간 열기</translation>
        </message>
        <message>
            <source>Open or create a workspace</source>
            <translation>작업 공간 열기 또는 만들기</translation>
        </message>
        <message>
            <source>Import data</source>
            <translation>데이터 가져오기</translation>
        </message>
        <message>
            <source>Signals (*.csv *.tsv *.txt *.h5 *.hdf5 *.wav *.mat);;All files (*)</source>
            <translation>신호 (*.csv *.tsv *.txt *.h5 *.hdf5 *.wav *.mat);;모든 파일 (*)</translation>
        </message>
        <message>
            <source>Inspector</source>
            <translation>속성</translation>
        </message>
        <message>
            <source>Jobs</source>
            <translation>작업</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>메뉴</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>페이지</translation>
        </message>
        <message>
            <source>Nothing was selected before.</source>
            <translation>이전에 선택한 것이 없습니다.</translation>
        </message>
        <message>
            <source>You have not gone back.</source>
            <translation>뒤로 간 적이 없습니다.</translation>
        </message>
        <message>
            <source>Nothing is running.</source>
            <translation>실행 중인 작업이 없습니다.</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::MessageBar</name>
        <message>
            <source>%1: cancelled.</source>
            <translation>%1: 취소했습니다.</translation>
        </message>
        <message>
            <source>%1 failed: %2</source>
            <translation>%1 실패: %2</translation>
        </message>
        <message>
            <source> (1 of %1)</source>
            <translation> (%1개 중 1)</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>자세한 내용 복사</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>자세히</translation>
        </message>
        <message>
            <source>Details of the message</source>
            <translation>메시지의 자세한 내용</translation>
        </message>
        <message>
            <source>Dismiss</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>Dismiss the message</source>
            <translation>메시지 닫기</translation>
        </message>
        <message>
            <source>Kind of the message</source>
            <translation>메시지 종류</translation>
        </message>
        <message>
            <source>Message</source>
            <translation>메시지</translation>
        </message>
        <message>
            <source>Action of the message</source>
            <translation>메시지의 동작</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::OptionForm</name>
        <message>
            <source>Range: %1 to %2</source>
            <translation>범위: %1 ~ %2</translation>
        </message>
        <message>
            <source>At least %1</source>
            <translation>%1 이상</translation>
        </message>
        <message>
            <source>At most %1</source>
            <translation>%1 이하</translation>
        </message>
        <message>
            <source>Default: %1</source>
            <translation>기본값: %1</translation>
        </message>
        <message>
            <source>Key: %1</source>
            <translation>키: %1</translation>
        </message>
        <message>
            <source>Options</source>
            <translation>옵션</translation>
        </message>
        <message>
            <source>Search options</source>
            <translation>옵션 검색</translation>
        </message>
        <message>
            <source>No option matches.</source>
            <translation>일치하는 옵션이 없습니다.</translation>
        </message>
        <message>
            <source>Reset to the default</source>
            <translation>기본값으로 되돌리기</translation>
        </message>
        <message>
            <source>Reset %1 to the default</source>
            <translation>%1: 기본값으로 되돌리기</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::PairView</name>
        <message>
            <source>Time in the window (s)</source>
            <translation>구간 내 시간 (s)</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>값</translation>
        </message>
        <message>
            <source>Value (%1)</source>
            <translation>값 (%1)</translation>
        </message>
        <message>
            <source>Mismatch: another current is more similar to this command (%1) than its own (%2).</source>
            <translation>불일치: 이 명령은 자기 전류(%2)보다 다른 전류(%1)와 더 비슷합니다.</translation>
        </message>
        <message>
            <source>This command's own current is the most similar one (%1); the next is %2.</source>
            <translation>이 명령과 가장 비슷한 것은 자기 전류(%1)이며, 다음은 %2입니다.</translation>
        </message>
        <message>
            <source>Command of %1</source>
            <translation>명령: %1</translation>
        </message>
        <message>
            <source>Its own current, similarity %1</source>
            <translation>자기 전류, 유사도 %1</translation>
        </message>
        <message>
            <source>Current of %1, similarity %2</source>
            <translation>전류: %1, 유사도 %2</translation>
        </message>
        <message>
            <source>Best other current, of %1, similarity %2</source>
            <translation>가장 비슷한 다른 전류: %1, 유사도 %2</translation>
        </message>
        <message>
            <source>Command waveform</source>
            <translation>명령 파형</translation>
        </message>
        <message>
            <source>Current waveform</source>
            <translation>전류 파형</translation>
        </message>
        <message>
            <source>Best other current waveform</source>
            <translation>가장 비슷한 다른 전류 파형</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::Rail</name>
        <message>
            <source>Pages</source>
            <translation>페이지</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::RunCommands</name>
        <message>
            <source>%1 is finished.</source>
            <translation>%1: 완료했습니다.</translation>
        </message>
        <message>
            <source>Training %1</source>
            <translation>학습: %1</translation>
        </message>
        <message>
            <source>Resuming %1</source>
            <translation>이어서 학습: %1</translation>
        </message>
        <message>
            <source>Evaluating %1</source>
            <translation>평가: %1</translation>
        </message>
        <message>
            <source>%1: evaluated on %2 windows; AUROC is not defined for them.</source>
            <translation>%1: 구간 %2개로 평가했습니다. 이 데이터에서는 AUROC가 정의되지 않습니다.</translation>
        </message>
        <message>
            <source>%1: AUROC %2 on %3 windows, %4 of them abnormal.</source>
            <translation>%1: AUROC %2, 구간 %3개 중 이상 %4개.</translation>
        </message>
        <message>
            <source>Threshold of %1</source>
            <translation>임계값: %1</translation>
        </message>
        <message>
            <source>%1: threshold %2, version %3.</source>
            <translation>%1: 임계값 %2, 버전 %3.</translation>
        </message>
        <message>
            <source>%1: threshold %2 is not supported by these data: %3 more normal windows are needed.</source>
            <translation>%1: 이 데이터로는 임계값 %2 보장이 불가능합니다. 정상 구간이 %3개 더 필요합니다.</translation>
        </message>
        <message>
            <source>Report of %1</source>
            <translation>보고서: %1</translation>
        </message>
        <message>
            <source>The report is in %1</source>
            <translation>보고서 위치: %1</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>열기</translation>
        </message>
        <message>
            <source>Repeating %1</source>
            <translation>반복: %1</translation>
        </message>
        <message>
            <source>%1 was repeated exactly: weights and metrics are the same.</source>
            <translation>%1: 정확히 반복되었습니다. 가중치와 지표가 같습니다.</translation>
        </message>
        <message>
            <source>Remove runs</source>
            <translation>실행 제거</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>제거</translation>
        </message>
        <message>
            <source>Removing runs</source>
            <translation>실행 제거 중</translation>
        </message>
        <message>
            <source>%1 was repeated; differences: %2.</source>
            <translation>%1 반복 완료. 차이: %2.</translation>
        </message>
        <message>
            <source>Remove these runs with weights, history and scores? This cannot be undone.
%1</source>
            <translation>다음 실행의 가중치, 기록, 점수를 모두 삭제할까요? 되돌릴 수 없습니다.
%1</translation>
        </message>
        <message>
            <source>Runs removed: %1.</source>
            <translation>삭제한 실행: %1.</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::RunModel</name>
        <message>
            <source>running</source>
            <translation>실행 중</translation>
        </message>
        <message>
            <source>finished</source>
            <translation>완료</translation>
        </message>
        <message>
            <source>failed</source>
            <translation>실패</translation>
        </message>
        <message>
            <source>cancelled</source>
            <translation>취소됨</translation>
        </message>
        <message>
            <source>Last evaluation, with its 95 % interval</source>
            <translation>마지막 평가와 95 % 신뢰 구간</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Model</source>
            <translation>모델</translation>
        </message>
        <message>
            <source>Data set</source>
            <translation>데이터 세트</translation>
        </message>
        <message>
            <source>State</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Created</source>
            <translation>생성</translation>
        </message>
        <message>
            <source>Duration</source>
            <translation>소요 시간</translation>
        </message>
        <message>
            <source>AUROC</source>
            <translation>AUROC</translation>
        </message>
        <message>
            <source>AUPR</source>
            <translation>AUPR</translation>
        </message>
        <message>
            <source>F1</source>
            <translation>F1</translation>
        </message>
        <message>
            <source>Retrieval@1</source>
            <translation>Retrieval@1</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::RunPanels</name>
        <message>
            <source>%1 · %2</source>
            <translation>%1 · %2</translation>
        </message>
        <message>
            <source>training now</source>
            <translation>학습 중</translation>
        </message>
        <message>
            <source>Epoch</source>
            <translation>에포크</translation>
        </message>
        <message>
            <source>Choose two runs or more to see what differs between them.</source>
            <translation>차이를 보려면 실행을 둘 이상 선택하십시오.</translation>
        </message>
        <message>
            <source>Nothing differs: model, options, seed, data and versions are the same.</source>
            <translation>차이 없음: 모델, 옵션, 시드, 데이터, 버전이 모두 같습니다.</translation>
        </message>
        <message>
            <source>None of the chosen runs was evaluated yet.</source>
            <translation>선택한 실행 중 평가된 것이 아직 없습니다.</translation>
        </message>
        <message>
            <source>Dots are values, whiskers 95 % intervals.</source>
            <translation>점은 값, 선은 95 % 신뢰 구간입니다.</translation>
        </message>
        <message>
            <source>AUROC of %1 minus %2: %3 (%4).</source>
            <translation>AUROC 차이, %1 - %2: %3 (%4).</translation>
        </message>
        <message>
            <source>a real difference</source>
            <translation>실제 차이</translation>
        </message>
        <message>
            <source>may be chance</source>
            <translation>우연일 수 있음</translation>
        </message>
        <message>
            <source>normal</source>
            <translation>정상</translation>
        </message>
        <message>
            <source>abnormal</source>
            <translation>이상</translation>
        </message>
        <message>
            <source>no label</source>
            <translation>라벨 없음</translation>
        </message>
        <message>
            <source>%1 · normal</source>
            <translation>%1 · 정상</translation>
        </message>
        <message>
            <source>%1 · abnormal</source>
            <translation>%1 · 이상</translation>
        </message>
        <message>
            <source>None of the chosen runs has scores yet: evaluate it.</source>
            <translation>선택한 실행에 아직 점수가 없습니다. 먼저 평가하십시오.</translation>
        </message>
        <message>
            <source>Share of windows of each class by anomaly score. Scores of different models have different units.</source>
            <translation>이상 점수에 따른 클래스별 구간 비율. 모델이 다르면 점수의 단위도 다릅니다.</translation>
        </message>
        <message>
            <source>threshold</source>
            <translation>임계값</translation>
        </message>
        <message>
            <source>Training curves</source>
            <translation>학습 곡선</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>차이</translation>
        </message>
        <message>
            <source>Metrics</source>
            <translation>지표</translation>
        </message>
        <message>
            <source>Score distributions</source>
            <translation>점수 분포</translation>
        </message>
        <message>
            <source>Lo&amp;garithmic</source>
            <translation>로그 눈금(&amp;G)</translation>
        </message>
        <message>
            <source>Quantity of the training curves</source>
            <translation>학습 곡선의 항목</translation>
        </message>
        <message>
            <source>Differences between runs</source>
            <translation>실행 간 차이</translation>
        </message>
        <message>
            <source>Metrics with intervals</source>
            <translation>지표와 신뢰 구간</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>값</translation>
        </message>
        <message>
            <source>Anomaly score</source>
            <translation>이상 점수</translation>
        </message>
        <message>
            <source>Share of windows (%)</source>
            <translation>구간 비율 (%)</translation>
        </message>
        <message>
            <source>Settings that differ: %1. Everything else is the same.</source>
            <translation>서로 다른 설정: %1. 나머지는 모두 같습니다.</translation>
        </message>
        <message>
            <source>Details of the chosen runs</source>
            <translation>선택한 실행의 자세한 내용</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::RunsPage</name>
        <message>
            <source>Choose one run first</source>
            <translation>먼저 실행을 하나 선택하십시오</translation>
        </message>
        <message>
            <source>The run is not finished</source>
            <translation>실행이 완료되지 않았습니다</translation>
        </message>
        <message>
            <source>Only an interrupted run can be resumed</source>
            <translation>중단된 실행만 이어서 학습할 수 있습니다</translation>
        </message>
        <message>
            <source>Choose a run first</source>
            <translation>먼저 실행을 선택하십시오</translation>
        </message>
        <message>
            <source>Reading the runs of the workspace …</source>
            <translation>작업 공간의 실행을 읽는 중…</translation>
        </message>
        <message>
            <source>List of runs</source>
            <translation>실행 목록</translation>
        </message>
        <message>
            <source>Details of runs</source>
            <translation>실행의 자세한 내용</translation>
        </message>
        <message>
            <source>Train a model</source>
            <translation>모델 학습</translation>
        </message>
        <message>
            <source>Filter runs</source>
            <translation>실행 필터</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>All trained models of this workspace are listed here, to see what changed and which is better.
There is none yet.</source>
            <translation>이 작업 공간에서 학습한 모든 모델이 여기에 나열되어, 무엇이 바뀌었고 어느 것이 나은지 보여 줍니다.
아직 없습니다.</translation>
        </message>
        <message>
            <source>Train a model …</source>
            <translation>모델 학습…</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Runs: %1</source>
            <translation>실행: %1</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::SceneLoader</name>
        <message>
            <source>Open %1</source>
            <translation>열기: %1</translation>
        </message>
        <message>
            <source>Opening %1</source>
            <translation>여는 중: %1</translation>
        </message>
        <message>
            <source>Open scene %1</source>
            <translation>장면 열기: %1</translation>
        </message>
        <message>
            <source>Opening scene %1</source>
            <translation>장면 여는 중: %1</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::SceneModel</name>
        <message>
            <source>abnormal</source>
            <translation>이상</translation>
        </message>
        <message>
            <source>normal</source>
            <translation>정상</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>flagged</source>
            <translation>이상 표시</translation>
        </message>
        <message>
            <source>not flagged</source>
            <translation>표시 없음</translation>
        </message>
        <message>
            <source>not scored</source>
            <translation>점수 없음</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>%1 (%2): %3</source>
            <translation>%1 (%2): %3</translation>
        </message>
        <message>
            <source>Scene</source>
            <translation>장면</translation>
        </message>
        <message>
            <source>Score</source>
            <translation>점수</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>라벨</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::ScoreLane</name>
        <message>
            <source>Anomaly score</source>
            <translation>이상 점수</translation>
        </message>
        <message>
            <source>threshold %1</source>
            <translation>임계값 %1</translation>
        </message>
        <message>
            <source>no threshold yet</source>
            <translation>아직 임계값 없음</translation>
        </message>
        <message>
            <source>score %1  ·  %2</source>
            <translation>점수 %1  ·  %2</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::Session</name>
        <message>
            <source>The last session could not be read, so the default layout is shown: %1</source>
            <translation>마지막 세션을 읽을 수 없어 기본 배치를 표시합니다: %1</translation>
        </message>
        <message>
            <source>The last session is damaged or from a newer version, so the default layout is shown.</source>
            <translation>마지막 세션이 손상되었거나 더 새로운 버전의 것이어서 기본 배치를 표시합니다.</translation>
        </message>
        <message>
            <source>Save the session</source>
            <translation>세션 저장</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::Settings</name>
        <message>
            <source>Your settings could not be read, so the defaults are used: %1</source>
            <translation>설정을 읽을 수 없어 기본값을 씁니다: %1</translation>
        </message>
        <message>
            <source>Your settings file is damaged, so the defaults are used: %1, at byte %2 of %3</source>
            <translation>설정 파일이 손상되어 기본값을 씁니다: %1, 위치 %2 바이트, %3</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::ShortcutEditor</name>
        <message>
            <source>Use these keys</source>
            <translation>이 키 사용</translation>
        </message>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>단축키</translation>
        </message>
        <message>
            <source>Search by name or key</source>
            <translation>이름이나 키로 검색</translation>
        </message>
        <message>
            <source>Search for an action</source>
            <translation>동작 검색</translation>
        </message>
        <message>
            <source>Actions and their keys</source>
            <translation>동작과 키</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>동작</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>키</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>위치</translation>
        </message>
        <message>
            <source>New keys</source>
            <translation>새 키</translation>
        </message>
        <message>
            <source>Conflict</source>
            <translation>충돌</translation>
        </message>
        <message>
            <source>Reset this one</source>
            <translation>이것만 초기화</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>모두 초기화</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>내보내기…</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>가져오기…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>닫기</translation>
        </message>
        <message>
            <source>everywhere</source>
            <translation>모든 곳</translation>
        </message>
        <message>
            <source>%1 belongs to '%2' already; change or clear that one first.</source>
            <translation>%1 키는 이미 '%2'에서 쓰고 있습니다. 먼저 그 키를 바꾸거나 지우십시오.</translation>
        </message>
        <message>
            <source>Bold rows differ from the default.</source>
            <translation>굵은 행은 기본값과 다릅니다.</translation>
        </message>
        <message>
            <source>Export shortcuts</source>
            <translation>단축키 내보내기</translation>
        </message>
        <message>
            <source>Import shortcuts</source>
            <translation>단축키 가져오기</translation>
        </message>
        <message>
            <source>%1 shortcuts were not applied.</source>
            <translation>단축키 %1개를 적용하지 못했습니다.</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::SignalLane</name>
        <message>
            <source>1 px = %1 samples</source>
            <translation>1 px = 샘플 %1개</translation>
        </message>
        <message>
            <source>unlinked: %1 to %2</source>
            <translation>연결 안 됨: %1 ~ %2</translation>
        </message>
        <message>
            <source>value axis locked</source>
            <translation>값 축 고정됨</translation>
        </message>
        <message>
            <source>samples cannot be read: %1</source>
            <translation>샘플을 읽을 수 없음: %1</translation>
        </message>
        <message>
            <source>reading samples …</source>
            <translation>샘플 읽는 중…</translation>
        </message>
        <message>
            <source>no sample</source>
            <translation>샘플 없음</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>누락</translation>
        </message>
        <message>
            <source>reading …</source>
            <translation>읽는 중…</translation>
        </message>
        <message>
            <source>%1, age %2</source>
            <translation>%1, %2 전</translation>
        </message>
        <message>
            <source>A %1   B %2   Δ %3</source>
            <translation>A %1   B %2   Δ %3</translation>
        </message>
        <message>
            <source>A %1</source>
            <translation>A %1</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::SignalsInspector</name>
        <message>
            <source>Selected window</source>
            <translation>선택한 구간</translation>
        </message>
        <message>
            <source>Scenes</source>
            <translation>장면</translation>
        </message>
        <message>
            <source>Sensors</source>
            <translation>센서</translation>
        </message>
        <message>
            <source>Filter scenes</source>
            <translation>장면 필터</translation>
        </message>
        <message>
            <source>Filter sensors</source>
            <translation>센서 필터</translation>
        </message>
        <message>
            <source>%1%2, %3</source>
            <translation>%1%2, %3</translation>
        </message>
        <message>
            <source>Hz</source>
            <translation>Hz</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::SignalsPage</name>
        <message>
            <source>Signals of a scene appear here: sensors, scores and labels on one time axis.
Open a data set, or try the motor demonstration.</source>
            <translation>장면의 신호가 여기에 나타납니다. 센서, 점수, 라벨을 하나의 시간 축에 표시합니다.
데이터 세트를 열거나 모터 데모를 실행해 보십시오.</translation>
        </message>
        <message>
            <source>Go to Start</source>
            <translation>시작으로 이동</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Opening %1 …</source>
            <translation>여는 중: %1…</translation>
        </message>
        <message>
            <source>%1 failed: %2</source>
            <translation>%1 실패: %2</translation>
        </message>
        <message>
            <source>Showing %1</source>
            <translation>표시 중: %1</translation>
        </message>
        <message>
            <source>it holds no scene; import data into it</source>
            <translation>장면이 없습니다. 데이터를 가져오십시오</translation>
        </message>
        <message>
            <source>no window is flagged</source>
            <translation>이상으로 표시된 구간이 없습니다</translation>
        </message>
        <message>
            <source>choose a scored run first</source>
            <translation>먼저 점수가 있는 실행을 선택하십시오</translation>
        </message>
        <message>
            <source>Tracks of the scene</source>
            <translation>장면의 트랙</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::SimilarityPage</name>
        <message>
            <source>command %1 · current %2 · cosine %3</source>
            <translation>명령 %1 · 전류 %2 · 코사인 %3</translation>
        </message>
        <message>
            <source>Comparing commands with currents …</source>
            <translation>명령과 전류를 비교하는 중…</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>유사도</translation>
        </message>
        <message>
            <source>Cancelled.</source>
            <translation>취소했습니다.</translation>
        </message>
        <message>
            <source>Click a cell to see the command, the current and the best other current.</source>
            <translation>칸을 누르면 명령, 전류, 가장 비슷한 다른 전류를 볼 수 있습니다.</translation>
        </message>
        <message>
            <source>No mismatch in this batch.</source>
            <translation>이 배치에는 불일치가 없습니다.</translation>
        </message>
        <message>
            <source>This batch has one window only: there is no other current.</source>
            <translation>이 배치에는 구간이 하나뿐이어서 다른 전류가 없습니다.</translation>
        </message>
        <message>
            <source>Waveforms of a pair</source>
            <translation>쌍의 파형</translation>
        </message>
        <message>
            <source>Pa&amp;rt</source>
            <translation>부분(&amp;R)</translation>
        </message>
        <message>
            <source>all</source>
            <translation>전체</translation>
        </message>
        <message>
            <source>training</source>
            <translation>학습</translation>
        </message>
        <message>
            <source>validation</source>
            <translation>검증</translation>
        </message>
        <message>
            <source>test</source>
            <translation>시험</translation>
        </message>
        <message>
            <source>Part of the data</source>
            <translation>데이터의 부분</translation>
        </message>
        <message>
            <source>Previous batch (Page Up)</source>
            <translation>이전 배치 (Page Up)</translation>
        </message>
        <message>
            <source>Next batch (Page Down)</source>
            <translation>다음 배치 (Page Down)</translation>
        </message>
        <message>
            <source>Previous batch</source>
            <translation>이전 배치</translation>
        </message>
        <message>
            <source>Next batch</source>
            <translation>다음 배치</translation>
        </message>
        <message>
            <source>Current of window (number in the batch)</source>
            <translation>구간의 전류 (배치 내 번호)</translation>
        </message>
        <message>
            <source>Command of window (number in the batch)</source>
            <translation>구간의 명령 (배치 내 번호)</translation>
        </message>
        <message>
            <source>Cosine similarity</source>
            <translation>코사인 유사도</translation>
        </message>
        <message>
            <source>Similarity of commands and currents</source>
            <translation>명령과 전류의 유사도</translation>
        </message>
        <message>
            <source>Arrows move the chosen cell, Enter shows the pair.</source>
            <translation>화살표는 선택한 칸을 옮기고, Enter는 쌍을 표시합니다.</translation>
        </message>
        <message>
            <source>Every command of a batch is compared with every current here.
There is no finished run yet: train a model first.</source>
            <translation>배치의 모든 명령을 모든 전류와 여기에서 비교합니다.
아직 완료된 실행이 없습니다. 먼저 모델을 학습하십시오.</translation>
        </message>
        <message>
            <source>Go to Runs</source>
            <translation>실행으로 이동</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>다시 시도</translation>
        </message>
        <message>
            <source>Windows %1 to %2 · retrieval@1 %3 % (chance %4 %) · framed mismatches: %5</source>
            <translation>구간 %1–%2 · 검색@1 %3 % (우연 %4 %) · 테두리로 표시한 불일치: %5</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::StartPage</name>
        <message>
            <source>%1 (missing)</source>
            <translation>%1 (없음)</translation>
        </message>
        <message>
            <source>Motor demonstration</source>
            <translation>모터 데모</translation>
        </message>
        <message>
            <source>Found in %1 s: %2 of %3 windows are flagged; this is the one with the highest anomaly score.</source>
            <translation>%1 s 만에 발견: %3개 구간 중 %2개가 이상으로 표시되었고, 이것은 이상 점수가 가장 높은 구간입니다.</translation>
        </message>
        <message>
            <source>Find what is wrong in factory signals</source>
            <translation>공장 신호의 문제를 찾습니다</translation>
        </message>
        <message>
            <source>Andon learns from healthy recordings and shows you the windows that do not fit.</source>
            <translation>Andon은 정상 기록에서 배우고, 맞지 않는 구간을 보여 줍니다.</translation>
        </message>
        <message>
            <source>Try the motor demo</source>
            <translation>모터 데모 해 보기</translation>
        </message>
        <message>
            <source>Simulates a motor axis that sometimes cuts with a dull tool, learns what is normal, and opens the first find. Takes less than a minute.</source>
            <translation>가끔 무딘 공구로 깎는 모터 축을 시뮬레이션하고, 정상 상태를 학습한 뒤, 첫 발견을 엽니다. 1분이 걸리지 않습니다.</translation>
        </message>
        <message>
            <source>Run the motor demo</source>
            <translation>모터 데모 실행</translation>
        </message>
        <message>
            <source>Open my data</source>
            <translation>내 데이터 열기</translation>
        </message>
        <message>
            <source>Drop CSV, HDF5, WAV or MAT files anywhere in this window, or choose them. A column map names channels, rates and units; without one Andon guesses and tells you.</source>
            <translation>CSV, HDF5, WAV, MAT 파일을 이 창 어디에나 끌어다 놓거나 선택하십시오. 열 맵은 채널, 샘플링 속도, 단위를 지정합니다. 없으면 Andon이 추정하여 알려 줍니다.</translation>
        </message>
        <message>
            <source>Choose files…</source>
            <translation>파일 선택…</translation>
        </message>
        <message>
            <source>Recent workspaces</source>
            <translation>최근 작업 공간</translation>
        </message>
        <message>
            <source>A workspace is a folder with data sets, runs and results.</source>
            <translation>작업 공간은 데이터 세트, 실행, 결과를 담는 폴더입니다.</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>열기</translation>
        </message>
        <message>
            <source>Remove from list</source>
            <translation>목록에서 제거</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::StatusRow</name>
        <message>
            <source>No jobs running</source>
            <translation>실행 중인 작업 없음</translation>
        </message>
        <message>
            <source> (+%1 waiting)</source>
            <translation> (+%1개 대기)</translation>
        </message>
        <message>
            <source>cancelling…</source>
            <translation>취소하는 중…</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>상태</translation>
        </message>
        <message>
            <source>Workspace</source>
            <translation>작업 공간</translation>
        </message>
        <message>
            <source>The workspace: the folder that keeps data sets, runs and results</source>
            <translation>작업 공간: 데이터 세트, 실행, 결과를 보관하는 폴더</translation>
        </message>
        <message>
            <source>Device</source>
            <translation>장치</translation>
        </message>
        <message>
            <source>CPU, %1 threads</source>
            <translation>CPU, 스레드 %1개</translation>
        </message>
        <message>
            <source>Running job</source>
            <translation>실행 중인 작업</translation>
        </message>
        <message>
            <source>Show or hide the list of jobs</source>
            <translation>작업 목록을 표시하거나 숨기기</translation>
        </message>
        <message>
            <source>Progress of the running job</source>
            <translation>실행 중인 작업의 진행</translation>
        </message>
        <message>
            <source>Time left</source>
            <translation>남은 시간</translation>
        </message>
        <message>
            <source>Cancel the running job</source>
            <translation>실행 중인 작업 취소</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::TrackView</name>
        <message>
            <source>A %1</source>
            <translation>A %1</translation>
        </message>
        <message>
            <source>Δt 0 s</source>
            <translation>Δt 0 s</translation>
        </message>
        <message>
            <source>Δt %1  ·  1/Δt %2</source>
            <translation>Δt %1  ·  1/Δt %2</translation>
        </message>
        <message>
            <source>Hz</source>
            <translation>Hz</translation>
        </message>
        <message>
            <source>at %1</source>
            <translation>위치 %1</translation>
        </message>
        <message>
            <source>Lock the value axis</source>
            <translation>값 축 고정</translation>
        </message>
        <message>
            <source>Linked to the time axis</source>
            <translation>시간 축에 연결됨</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::TrainDialog</name>
        <message>
            <source>Train a model</source>
            <translation>모델 학습</translation>
        </message>
        <message>
            <source>name of a data set, or a folder</source>
            <translation>데이터 세트 이름 또는 폴더</translation>
        </message>
        <message>
            <source>a name of your own, or empty</source>
            <translation>원하는 이름, 비워도 됨</translation>
        </message>
        <message>
            <source>&amp;Model</source>
            <translation>모델(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Data set</source>
            <translation>데이터 세트(&amp;D)</translation>
        </message>
        <message>
            <source>Run &amp;name</source>
            <translation>실행 이름(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Seed</source>
            <translation>시드(&amp;S)</translation>
        </message>
        <message>
            <source>Train</source>
            <translation>학습</translation>
        </message>
        <message>
            <source>There is no model to train in this build.</source>
            <translation>이 빌드에는 학습할 모델이 없습니다.</translation>
        </message>
        <message>
            <source>Choose a data set first.</source>
            <translation>먼저 데이터 세트를 선택하십시오.</translation>
        </message>
    </context>
    <context>
        <name>andon::ui::WindowModel</name>
        <message>
            <source>abnormal</source>
            <translation>이상</translation>
        </message>
        <message>
            <source>normal</source>
            <translation>정상</translation>
        </message>
        <message>
            <source>unknown</source>
            <translation>알 수 없음</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>구간</translation>
        </message>
        <message>
            <source>Start (s)</source>
            <translation>시작 (s)</translation>
        </message>
        <message>
            <source>Anomaly score</source>
            <translation>이상 점수</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>라벨</translation>
        </message>
    </context>
    <context>
        <name>jobs</name>
        <message>
            <source>the process that did the work stopped unexpectedly (signal %1). Nothing else was affected; resume the run or start it again. %2</source>
            <translation>작업 프로세스가 예기치 않게 중단되었습니다 (신호 %1). 다른 것에는 영향이 없습니다. 실행을 이어서 하거나 다시 시작하십시오. %2</translation>
        </message>
        <message>
            <source>%1:%2 left</source>
            <translation>%1:%2 남음</translation>
        </message>
    </context>
    <context>
        <name>menus</name>
        <message>
            <source>&amp;File</source>
            <translation>파일(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>편집(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>보기(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Go to</source>
            <translation>이동(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;This page</source>
            <translation>이 페이지(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Jobs</source>
            <translation>작업(&amp;J)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>도움말(&amp;H)</translation>
        </message>
    </context>
    <context>
        <name>pages</name>
        <message>
            <source>Start</source>
            <translation>시작</translation>
        </message>
        <message>
            <source>What can I do now?</source>
            <translation>무엇을 할 수 있을까요?</translation>
        </message>
        <message>
            <source>Signals</source>
            <translation>신호</translation>
        </message>
        <message>
            <source>What happened, when?</source>
            <translation>언제 무슨 일이 있었나요?</translation>
        </message>
        <message>
            <source>Embeddings</source>
            <translation>임베딩</translation>
        </message>
        <message>
            <source>Which are alike, which are odd?</source>
            <translation>무엇이 비슷하고 무엇이 다른가요?</translation>
        </message>
        <message>
            <source>Similarity</source>
            <translation>유사도</translation>
        </message>
        <message>
            <source>Does every command find its own current?</source>
            <translation>모든 명령이 자기 전류를 찾나요?</translation>
        </message>
        <message>
            <source>Runs</source>
            <translation>실행</translation>
        </message>
        <message>
            <source>Which is better, and what did I change?</source>
            <translation>무엇이 낫고, 무엇을 바꾸었나요?</translation>
        </message>
    </context>
    <context>
        <name>settings</name>
        <message>
            <source>Language</source>
            <translation>언어</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>테마</translation>
        </message>
        <message>
            <source>Restore the last session at start</source>
            <translation>시작할 때 마지막 세션 복원</translation>
        </message>
        <message>
            <source>Recent workspaces</source>
            <translation>최근 작업 공간</translation>
        </message>
        <message>
            <source>Changed keyboard shortcuts</source>
            <translation>변경한 단축키</translation>
        </message>
        <message>
            <source>Folder of the last file dialog</source>
            <translation>마지막 파일 대화 상자의 폴더</translation>
        </message>
    </context>
</TS>
